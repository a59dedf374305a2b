import type { FreeDomain } from '../delegation/lookup';
import { type Looked, notSeen, notSeenOf } from '../finding';
import { type Lookups, isMissingName } from '../lookup';
import type { Name } from '../wire/name';
import { TYPE } from '../wire/types';
import type { MxFacts } from './mx/gather';
import type { SpfAudit, SpfTerm } from './spf/audit';

export interface FreeNames {
	/** Names that mail relies on, whose domain nobody has registered by what the registry says. */
	readonly names: ReadonlySet<Name>;
	/** Why of some that are missing nobody could tell. */
	readonly unseen: readonly string[];
}

/** Each costs a question and two requests to a registry at most; more are not checked. */
const MOST = 4;

const FOLLOWED: Readonly<Record<SpfTerm['kind'], number>> = {
	include: TYPE.TXT,
	redirect: TYPE.TXT,
	mx: TYPE.MX,
	a: TYPE.A,
	exists: TYPE.A,
	ptr: TYPE.A,
};

/** Whether a stranger could register what mail servers and SPF lead to and what is missing. What is missing was asked for already. */
export async function lookFreeNames(
	mx: MxFacts,
	{ voids }: SpfAudit,
	lookups: Lookups,
	free: FreeDomain,
): Promise<FreeNames> {
	const servers = 'seen' in mx ? mx.seen : [];
	const asked = [
		...servers.flatMap(({ exchange, fault }) =>
			'seen' in fault && fault.seen !== null && fault.seen.kind !== 'address'
				? [{ name: exchange, type: TYPE.A }]
				: [],
		),
		...voids.flatMap(({ kind, target }) => (target === null ? [] : [{ name: target, type: FOLLOWED[kind] }])),
	];
	const missing = new Map<Name, Name>();
	for (const { name, type } of asked) {
		const lookup = await lookups.look(name, type);
		if (isMissingName(lookup)) missing.set(name, lookup.aliases.at(-1) ?? name);
	}
	const found = await Promise.all(
		[...missing].map(async ([name, end], index): Promise<readonly [Name, Looked<Name | null>]> => [
			name,
			index < MOST
				? await free(end)
				: notSeen(`no more than ${MOST} missing names are looked up at registries`),
		]),
	);
	return {
		names: new Set(
			found.flatMap(([name, domain]) => ('seen' in domain && domain.seen !== null ? [name] : [])),
		),
		unseen: notSeenOf(found.map(([, domain]) => domain)),
	};
}
