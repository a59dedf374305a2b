import { type Case, type Check, casesUnless } from '../finding';
import { excerpt } from '../excerpt';
import type { SpfNode } from '../mail/spf/audit';
import { shown } from '../wire/name';

export const spfVoid: Check = {
	severity: 'high',
	title: 'The SPF policy is void: receivers cannot use it',
	basis: 'RFC 7208, sections 3.2 and 4.6',
	remedy: 'Correct the part that is named. One mistake makes the whole policy void.',
	judge({ mail: { spf } }) {
		const nodes = [...spf.audit.nodes.values()].flatMap((node) => ('seen' in node ? [node.seen] : []));
		const cases = nodes.flatMap(casesOf);
		return casesUnless(cases, spf.audit.unseen);
	},
};

function casesOf({ name, records, record }: SpfNode): Case[] {
	if (records.length > 1)
		return [
			{
				evidence: `${shown(name)} has ${records.length} SPF records: ${records.slice(0, 3).map(excerpt).join(', ')}`,
				remedy: 'Keep one SPF record and put everything into it: two make both void.',
			},
		];
	return (record?.problems ?? []).slice(0, 5).map((problem) => ({ evidence: `${shown(name)}: ${problem}` }));
}
