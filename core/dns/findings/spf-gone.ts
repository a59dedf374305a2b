import { type Case, type Check, casesUnless } from '../finding';
import type { MailFacts } from '../mail/facts';
import type { SpfAudit } from '../mail/spf/audit';
import { type Name, shown } from '../wire/name';

export const spfGone: Check = {
	severity: 'high',
	title: 'SPF trusts a name that is gone',
	basis: 'RFC 7208, section 5.2',
	remedy:
		'Remove the name from the SPF record today. Whoever registers it may send mail as you, and until then the policy is void.',
	judge({ mail: { spf, free } }) {
		const cases = [...goneCases(spf.audit, free), ...freeHosts(spf.audit, free)];
		return casesUnless(cases, [...spf.audit.unseen, ...free.unseen]);
	},
};

const isFree = (name: Name | null, free: MailFacts['free']): boolean => name !== null && free.names.has(name);

const takeover = (term: string, target: Name): Case => ({
	severity: 'critical',
	evidence: `${term.slice(0, 120)}: anybody can register the domain of ${shown(target)}`,
});

function goneCases({ gone }: SpfAudit, free: MailFacts['free']): Case[] {
	return gone.map(({ term, of, target, nameMissing }) => {
		if (isFree(target, free)) return takeover(term, target);
		const where = `${term.slice(0, 120)} in the record of ${shown(of)}`;
		return nameMissing
			? { evidence: `${where}: there is no such name` }
			: {
					evidence: `${where}: ${shown(target)} has no SPF record`,
					remedy: 'Ask the service for its present SPF name, or remove it. Until then the policy is void.',
				};
	});
}

/** A host that is gone only lets nobody in, until somebody registers its domain. */
const freeHosts = ({ voids }: SpfAudit, free: MailFacts['free']): Case[] =>
	voids.flatMap(({ text, kind, target }) =>
		kind !== 'include' && kind !== 'redirect' && target !== null && isFree(target, free)
			? [takeover(text, target)]
			: [],
	);
