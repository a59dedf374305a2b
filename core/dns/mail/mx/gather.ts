import { type Looked, notSeen, seen } from '../../finding';
import { type Lookups, answered } from '../../lookup';
import { type Name, labelsOf, shown } from '../../wire/name';
import { readMx } from '../../wire/records';
import { RCODE, TYPE } from '../../wire/types';
import { readable } from '../../wire/readable';

export interface MailServer {
	readonly preference: number;
	/** `.` for the null MX: no mail is taken (RFC 7505). */
	readonly exchange: Name;
	/** What is wrong with its name; null when it leads straight to an address. */
	readonly fault: Looked<MailServerFault | null>;
}

export type MailServerFault =
	| { readonly kind: 'address' | 'no such name' | 'no address' }
	| { readonly kind: 'alias'; readonly to: Name };

/** The servers that take mail for the domain, the preferred one first; none without MX records. */
export type MxFacts = Looked<readonly MailServer[]>;

/** Whose addresses are looked up; more are not checked. */
const MOST = 6;

export async function gatherMx(domain: Name, lookups: Lookups): Promise<MxFacts> {
	const answer = answered(await lookups.look(domain, TYPE.MX));
	if ('notSeen' in answer) return answer;
	const servers = readable(answer.seen.records, readMx).sort((a, b) => a.preference - b.preference);
	return seen(
		await Promise.all(
			servers.map(async (server, index) => ({
				...server,
				fault:
					index < MOST
						? await faultOf(server.exchange, lookups)
						: notSeen(`no more than ${MOST} mail servers are looked up`),
			})),
		),
	);
}

async function faultOf(exchange: Name, lookups: Lookups): Promise<MailServer['fault']> {
	if (exchange === '.') return seen(null);
	if (isAddress(exchange)) return seen({ kind: 'address' });
	for (const type of [TYPE.A, TYPE.AAAA]) {
		const answer = answered(await lookups.look(exchange, type));
		if ('notSeen' in answer) return answer;
		const { aliases, records, rcode } = answer.seen;
		const [to] = aliases;
		if (to !== undefined) return seen({ kind: 'alias', to });
		if (records.length > 0) return seen(null);
		if (rcode === RCODE.NXDOMAIN) return seen({ kind: 'no such name' });
	}
	return seen({ kind: 'no address' });
}

/** A number at the end means that somebody wrote an address where a name belongs. */
const isAddress = (name: Name): boolean => {
	const labels = labelsOf(name);
	return labels.length === 4 ? labels.every((label) => /^\d{1,3}$/.test(label)) : shown(name).includes(':');
};
