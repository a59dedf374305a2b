import type { Reason, Security } from '../../../core/dns/lookup';
import type { Looks } from '../../../scripts/servers/dns/looks';

/** What our reasons may be where unbound gives an extended error. Source: https://www.iana.org/assignments/dns-parameters (Extended DNS Error Codes) */
const fitting: Readonly<Record<number, readonly Reason[]>> = {
	6: ['signature wrong', 'denial not proved'], // DNSSEC Bogus
	7: ['signature expired'],
	8: ['signature not yet valid'],
	9: ['no key fits the DS'], // DNSKEY Missing
	10: ['signature missing'], // RRSIGs Missing
	11: ['no key fits the DS'], // No Zone Key Bit Set
	12: ['denial not proved'], // NSEC Missing
};

/** The verdict that both servers' answers stand for; null where they contradict each other. */
export function wanted({ bind, unbound }: Looks): Security | null {
	if (bind.says === 'SERVFAIL' && unbound.says === 'no answer') return 'indeterminate';
	if (bind.says !== unbound.says || bind.says === 'no answer') return null;
	return bind.says === 'SERVFAIL' ? 'bogus' : bind.says;
}

/** What is wrong with our look at one question, in words; nothing when it agrees. */
export function disagreements(look: Looks): string[] {
	const { asked, ours, bind, unbound } = look;
	const { security, link } = ours.verdict;
	const complaints: string[] = [];
	const verdict = wanted(look);
	if (security !== verdict) complaints.push(`${security}, but BIND: ${bind.says}, unbound: ${unbound.says}`);
	if (security === 'secure' && [bind.says, unbound.says].includes('SERVFAIL'))
		complaints.push('secure where a server refuses');
	if (ours.failed === null && security !== 'bogus' && security !== 'indeterminate') {
		if (ours.rcode !== bind.rcode) complaints.push(`code ${ours.rcode}, but BIND ${bind.rcode}`);
	}
	if (security === 'bogus') complaints.push(...reasonsAgainst(look));
	return complaints.map((text) => `${asked.name} ${asked.type}: ${text}${link ? ` (${link.what})` : ''}`);
}

function reasonsAgainst({ ours, unbound }: Looks): string[] {
	const reason = ours.verdict.link?.reason;
	if (reason === undefined) return ['bogus without a reason'];
	if (unbound.extended.length === 0) return ['unbound gives no extended error'];
	return unbound.extended
		.filter(({ code }) => !(fitting[code] ?? []).includes(reason))
		.map(({ code, text }) => `${reason}, but unbound says ${code} ${text}`);
}
