import { type Check, judged, notChecked } from '../finding';
import { shown } from '../wire/name';

export const spfNone: Check = {
	severity: 'medium',
	title: 'Nothing says who may send mail as this domain',
	basis: 'RFC 7208, section 3',
	remedy:
		'Ask your mail provider for its SPF line and add it as a TXT record of the domain. If this domain sends no mail, publish `v=spf1 -all`.',
	judge({ domain, mail: { spf } }) {
		const node = spf.audit.nodes.get(domain);
		if (node === undefined) return notChecked('SPF was not looked at');
		return judged(node, ({ records }) =>
			records.length > 0 ? [] : [{ evidence: `${shown(domain)} has no TXT record that starts with v=spf1` }],
		);
	},
};
