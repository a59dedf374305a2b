import type { NameServer } from '../delegation/lookup';
import { type Case, type Check, type Looked, judgedBy, judgedEach, seen } from '../finding';
import { shown } from '../wire/name';

export const delegationMissingServer: Check = {
	severity: 'critical',
	title: 'A name server of the domain does not exist',
	basis: 'RFC 2181, section 10.3; RFC 1912, section 2.8',
	remedy:
		'Take this name server off the list, at the registrar and at your DNS host, or correct its name: a name server that is gone can be taken over, and the domain with it.',
	judge: ({ delegation: { servers } }) =>
		judgedBy(servers, (found) => judgedEach(found.map(withState), caseOf)),
};

type Known = readonly [NameServer['name'], Extract<NameServer['state'], { seen: unknown }>['seen']];

const withState = ({ name, state }: NameServer): Looked<Known> =>
	'seen' in state ? seen([name, state.seen] as const) : state;

function caseOf([name, state]: Known): Case[] {
	if (state === 'has an address') return [];
	if (state === 'is an alias')
		return [
			{ evidence: `${shown(name)} is an alias (CNAME), which a name server must not be`, severity: 'medium' },
		];
	if (state === 'has no address') return [{ evidence: `${shown(name)} has no address`, severity: 'high' }];
	return [
		{
			evidence: `${shown(name)} does not exist, and ${shown(state.free)} seems to be free for anybody to register`,
			remedy:
				'Take this name server off the list today, at the registrar and at your DNS host: anyone could register its name and take over your domain.',
		},
	];
}
