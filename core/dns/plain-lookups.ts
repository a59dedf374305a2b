import { MAX_ALIASES } from './dnssec/budget';
import { type Lookup, type Lookups, failedLookup } from './lookup';
import type { Failure, Resolver } from './resolver';
import { wellFormed } from './wire/bytes';
import { type Name, shown } from './wire/name';
import { readTarget } from './wire/records';
import { TYPE } from './wire/types';

/**
 * Looks up names of others (SPF includes, mail servers), without following their chain of signatures: the verdict is
 * always `indeterminate` and says nothing about the answer.
 */
export function plainLookups(resolver: Resolver): Lookups {
	return { look: (name, type) => look(resolver, name, type) };
}

async function look(resolver: Resolver, name: Name, type: number): Promise<Lookup> {
	const { message, failed } = await resolver.ask(name, type);
	if (message === null) return failedLookup(name, type, failed);
	const recordsAt = (owner: Name, wanted: number) =>
		message.answer.filter((record) => record.name === owner && record.type === wanted);
	const aliasAt = (owner: Name) =>
		type === TYPE.CNAME ? null : (recordsAt(owner, TYPE.CNAME).map(targetOf)[0] ?? null);
	const aliases: Name[] = [];
	let end = name;
	for (let alias = aliasAt(end); alias !== null; alias = aliasAt(end)) {
		// A circle certainly leads to nothing; what stands at the end of too many was not seen.
		if (alias === name || aliases.includes(alias)) break;
		if (aliases.length === MAX_ALIASES) return failedLookup(name, type, tooMany(name));
		aliases.push((end = alias));
	}
	const records = recordsAt(end, type);
	const verdict = { security: 'indeterminate', link: null } as const;
	return { name, type, failed: null, rcode: message.rcode, records, aliases, verdict };
}

const tooMany = (name: Name): Failure => ({
	kind: 'unreadable',
	what: `${shown(name)} has too many aliases`,
});

const targetOf = (record: Parameters<typeof readTarget>[0]): Name | null =>
	wellFormed(() => readTarget(record));
