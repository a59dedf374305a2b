import { type IssuerRules, allowedBy } from '../certificates/caa';
import type { Issuance } from '../certificates/issued';
import { type Case, type Check, type Judgement, notChecked } from '../finding';
import type { Name } from '../wire/name';
import { issuedShown } from './issued-shown';
import { partlyRead } from './partly-read';

/**
 * Only for the name at which the rules were looked up, and wildcards right under it: names further down may have rules
 * of their own.
 */
export const caaUnlistedIssuer: Check = {
	severity: 'high',
	title: 'A company that is not on your list issued a certificate',
	basis: 'RFC 8659, section 3',
	remedy:
		'If nobody of yours asked for it, have it revoked and change the passwords of the DNS host and the registrar. If somebody did, add the company to the CAA records. A certificate from before the list was changed is harmless.',
	judge({ domain, certificates: { rules, issued } }): Judgement {
		if ('notSeen' in rules) return notChecked(rules.notSeen);
		if ('notSeen' in issued) return notChecked(issued.notSeen);
		const verdicts = issued.seen.issuances
			.filter(({ revoked }) => !revoked)
			.map((issuance) => [issuance, againstRules(issuance, domain, rules.seen)] as const);
		const cases: Case[] = verdicts
			.filter(([, verdict]) => verdict === 'not allowed')
			.map(([issuance]) => ({ evidence: issuedShown(issuance) }));
		const unknown = verdicts.find(([, verdict]) => verdict === 'unknown');
		if (cases.length > 0) return { cases };
		if (unknown !== undefined)
			return notChecked(`the source does not say what ${unknown[0].issuer} is called in CAA records`);
		return issued.seen.complete ? { cases } : partlyRead;
	},
};

function againstRules(
	{ names, issuerDomains }: Issuance,
	domain: Name,
	rules: IssuerRules,
): 'allowed' | 'not allowed' | 'unknown' {
	const limits = [
		names.includes(domain) ? allowedBy(rules, false) : null,
		names.includes(`*.${domain}`) ? allowedBy(rules, true) : null,
	].filter((limit) => limit !== null);
	if (limits.length === 0) return 'allowed';
	if (issuerDomains === null || issuerDomains.length === 0) return 'unknown';
	const isAllowed = limits.every((limit) => limit.some((allowed) => issuerDomains.includes(allowed)));
	return isAllowed ? 'allowed' : 'not allowed';
}
