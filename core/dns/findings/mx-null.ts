import { type Case, type Check, fine, judgedBy, notChecked } from '../finding';
import type { MailFacts } from '../mail/facts';
import { excerpt } from '../excerpt';
import type { MailServer } from '../mail/mx/gather';
import { type Name, shown } from '../wire/name';

export const mxNull: Check = {
	severity: 'medium',
	title: 'The domain says that it takes no mail, and the opposite',
	basis: 'RFC 7505, sections 3 and 4.2',
	remedy:
		'Decide: either remove the MX record that points to “.”, or remove the other MX records and publish the SPF record `v=spf1 -all`.',
	judge({ domain, mail }) {
		return judgedBy(mail.mx, (servers) => {
			if (!servers.some(({ exchange }) => exchange === '.')) return fine;
			const others = otherServers(servers, domain);
			const own = mail.spf.audit.nodes.get(domain);
			if (others.length === 0 && own !== undefined && 'notSeen' in own) return notChecked(own.notSeen);
			return { cases: [...others, ...sends(mail, domain)] };
		});
	},
};

function otherServers(servers: readonly MailServer[], domain: Name): Case[] {
	const others = servers.filter(({ exchange }) => exchange !== '.').map(({ exchange }) => shown(exchange));
	if (others.length === 0) return [];
	return [
		{
			evidence: `${shown(domain)} has the MX “.”, which means no mail, beside ${others.slice(0, 5).join(', ')}`,
		},
	];
}

/** A domain that nobody can answer should not send either: its mail is refused at many places. */
function sends({ spf }: MailFacts, domain: Name): Case[] {
	const own = spf.audit.nodes.get(domain);
	if (own === undefined || 'notSeen' in own || own.seen.record === null) return [];
	const { directives, redirect, text } = own.seen.record;
	const isAllowing = redirect !== null || directives.some(({ qualifier }) => qualifier === '+');
	if (!isAllowing) return [];
	return [{ evidence: `${shown(domain)} has the MX “.”, and its SPF lets somebody send: ${excerpt(text)}` }];
}
