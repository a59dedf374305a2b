import type { Lookup, Lookups } from './lookup';
import type { Resolver } from './resolver';
import { wellFormed } from './wire/bytes';
import { type Name } from './wire/name';
import { readTarget } from './wire/records';
import { TYPE } from './wire/types';

const MAX_ALIASES = 8;

/**
 * Looks up names of others (SPF includes, mail servers), without following their chain of signatures: the verdict is
 * always `indeterminate` and says nothing about the answer.
 */
export function plainLookups(resolver: Resolver): Lookups {
	return { look: (name, type) => look(resolver, name, type) };
}

async function look(resolver: Resolver, name: Name, type: number): Promise<Lookup> {
	const { message, failed } = await resolver.ask(name, type);
	const found = { name, type, verdict: { security: 'indeterminate', link: null } } as const;
	if (message === null) return { ...found, failed, rcode: 0, records: [], aliases: [] };
	const aliases: Name[] = [];
	let end = name;
	const recordsAt = (owner: Name, wanted: number) =>
		message.answer.filter((record) => record.name === owner && record.type === wanted);
	for (let step = 0; step < MAX_ALIASES && type !== TYPE.CNAME; step++) {
		const alias = recordsAt(end, TYPE.CNAME)[0];
		const target = alias === undefined ? null : targetOf(alias);
		if (target === null) break;
		aliases.push((end = target));
	}
	return { ...found, failed: null, rcode: message.rcode, records: recordsAt(end, type), aliases };
}

const targetOf = (record: Parameters<typeof readTarget>[0]): Name | null =>
	wellFormed(() => readTarget(record));
