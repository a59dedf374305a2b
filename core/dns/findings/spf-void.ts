import { type Case, type Check, casesUnless } from '../finding';
import { excerpt } from '../excerpt';
import type { SpfNode } from '../mail/spf/audit';
import type { SpfFacts } from '../mail/spf/gather';
import { shown } from '../wire/name';
import { SPF_LIMITS } from '../mail/spf/session';
import { isOverLimits } from './spf-limits';

export const spfVoid: Check = {
	severity: 'high',
	title: 'The SPF policy is void: receivers cannot use it',
	basis: 'RFC 7208, sections 3.2 and 4.6',
	remedy: 'Correct the part that is named. One mistake makes the whole policy void.',
	judge({ mail: { spf } }) {
		const nodes = [...spf.audit.nodes.values()].flatMap((node) => ('seen' in node ? [node.seen] : []));
		const own = nodes.flatMap(casesOf);
		const cases = own.length > 0 ? own : givenUp(spf);
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

/** Whoever is known has an answer at such names, so that mail of the domain's own is not touched. */
const FOR_STRANGERS: Case = {
	severity: 'medium',
	evidence: `for senders that it does not know receivers give up on it: they ask for more than ${SPF_LIMITS.voids} names that are made of the sender’s address and do not exist`,
	remedy: `Keep at most ${SPF_LIMITS.voids} terms whose names are made of who sends (exists: with %{i}, ptr): with more, forged mail is not refused by this policy.`,
};

/** What only shows when a sender is checked; what other findings tell already is left to them. */
function givenUp({ audit, stranger }: SpfFacts): Case[] {
	if ('notSeen' in stranger || stranger.seen.result !== 'permerror') return [];
	if (audit.gone.length > 0 || isOverLimits(audit)) return [];
	const { voids, voidsBySender } = stranger.seen;
	if (voids > SPF_LIMITS.voids && voids - voidsBySender <= SPF_LIMITS.voids) return [FOR_STRANGERS];
	const because = stranger.seen.because ?? 'it cannot be used';
	return [{ evidence: `receivers give up on it: ${because.slice(0, 200)}` }];
}
