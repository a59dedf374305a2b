import { type Check, fine, notChecked } from '../finding';
import { RCODE } from '../wire/types';

const NAMES: Readonly<Record<number, string>> = { [RCODE.SERVFAIL]: 'SERVFAIL', [RCODE.REFUSED]: 'REFUSED' };

export const delegationLame: Check = {
	severity: 'critical',
	title: 'The domain’s name servers do not answer for it',
	basis: 'RFC 1912, section 2.8',
	remedy: 'Compare the list of name servers at the registrar with the one that your DNS host shows.',
	judge({ apex: { soa } }) {
		const { failed, rcode } = soa;
		if (failed !== null) return notChecked(failed.what);
		const name = NAMES[rcode];
		if (name !== undefined)
			return {
				cases: [{ evidence: `the resolver got no answer from them (${name}), with checking switched off` }],
			};
		return rcode === RCODE.NOERROR || rcode === RCODE.NXDOMAIN
			? fine
			: notChecked(`the resolver answered with the code ${rcode}`);
	},
};
