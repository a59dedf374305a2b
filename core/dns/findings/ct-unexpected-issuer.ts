import { allowedBy } from '../certificates/caa';
import type { Issuance } from '../certificates/issued';
import type { Facts } from '../facts';
import { type Check, type Judgement, judgedBy, needs } from '../finding';
import { issuedShown } from './issued-shown';
import { ofIssued } from './of-issued';

/**
 * Against the companies that somebody approved; without such a list, against the domain's CAA records. In the second case
 * only for names that CAA-02 does not judge already.
 */
export const ctUnexpectedIssuer: Check = {
	severity: 'high',
	title: 'A certificate was issued by an unexpected company',
	basis: 'RFC 6962, section 1; RFC 8659',
	remedy:
		'If you did not ask for it, have it revoked and change the passwords of the DNS host and the registrar. If you did, approve the company.',
	judge(facts): Judgement {
		const { issued } = facts.certificates;
		const expected = expectedBy(facts);
		if (expected === null) return judgedBy(issued, () => needs('nobody said which companies are expected'));
		return ofIssued(issued, (issuances) =>
			issuances
				.filter((issuance) => expected.judges(issuance) && !isExpected(issuance, expected.issuers))
				.map((issuance) => ({ evidence: issuedShown(issuance) })),
		);
	},
};

interface Expected {
	readonly issuers: readonly string[];
	judges(issuance: Issuance): boolean;
}

function expectedBy({ domain, certificates: { rules, approved } }: Facts): Expected | null {
	if (approved.issuers !== null) return { issuers: approved.issuers, judges: () => true };
	const issuers = 'seen' in rules ? allowedBy(rules.seen, false) : null;
	const wild = 'seen' in rules ? allowedBy(rules.seen, true) : null;
	if (issuers === null) return null;
	return {
		issuers: [...issuers, ...(wild ?? [])],
		judges: ({ names }) => !names.includes(domain) && !names.includes(`*.${domain}`),
	};
}

const isExpected = ({ issuer, issuerDomains }: Issuance, expected: readonly string[]): boolean =>
	expected
		.map((each) => each.toLowerCase())
		.some((each) => issuer.toLowerCase() === each || issuerDomains?.includes(each) === true);
