import { type Case, type Check, casesUnless, judgedBy, notSeenOf } from '../finding';
import type { MailServer, MailServerFault } from '../mail/mx/gather';
import { shown } from '../wire/name';

export const mxTarget: Check = {
	severity: 'high',
	title: 'Mail goes to a name that cannot take it',
	basis: 'RFC 5321, section 5.1, and RFC 2181, section 10.3',
	remedy: 'Replace this MX record with the name that your mail provider gives for it, or remove it.',
	judge({ mail: { mx, free } }) {
		return judgedBy(mx, (servers) => {
			const cases = servers.flatMap((server): Case[] => {
				if (free.names.has(server.exchange)) return [takeover(server)];
				return 'seen' in server.fault && server.fault.seen !== null
					? [caseOf(server, server.fault.seen)]
					: [];
			});
			return casesUnless(cases, notSeenOf(servers.map(({ fault }) => fault)));
		});
	},
};

const takeover = ({ exchange }: MailServer): Case => ({
	severity: 'critical',
	evidence: `the MX ${shown(exchange)} is under a domain that anybody can register`,
	remedy:
		'Remove this MX record today: whoever registers the domain receives your mail, password resets included.',
});

function caseOf({ exchange }: MailServer, fault: MailServerFault): Case {
	const mx = `the MX ${shown(exchange)}`;
	if (fault.kind === 'alias')
		return { evidence: `${mx} is an alias of ${shown(fault.to)}`, remedy: ALIAS_REMEDY };
	return { evidence: `${mx} ${said[fault.kind]}` };
}

const ALIAS_REMEDY =
	'Point the MX record at the name itself and not at an alias (CNAME) of it: some senders refuse that.';

const said: Readonly<Record<Exclude<MailServerFault['kind'], 'alias'>, string>> = {
	address: 'is an IP address where a name belongs',
	'no such name': 'does not exist',
	'no address': 'has no address',
};
