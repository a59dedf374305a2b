import type { FreeDomain } from '../delegation/lookup';
import { type Looked, notSeen, notSeenOf, seen } from '../finding';
import { type Lookups, isMissingName } from '../lookup';
import { type Name, isUnder } from '../wire/name';
import { TYPE } from '../wire/types';
import type { MxFacts } from './mx/gather';
import type { SpfAudit, SpfTerm } from './spf/audit';

export interface FreeNames {
	/** Names that mail relies on, whose domain nobody has registered by what the registry says. */
	readonly names: ReadonlySet<Name>;
	/** Why of some that SPF leads to and that are missing nobody could tell. Of a mail server that it is missing is told in any case. */
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

/** Whether a stranger could register what mail servers and SPF of a domain lead to and what is missing. What is missing was asked for already. */
export async function lookFreeNames(
	domain: Name,
	mx: MxFacts,
	{ voids }: SpfAudit,
	lookups: Lookups,
	free: FreeDomain,
): Promise<FreeNames> {
	const servers = 'seen' in mx ? mx.seen : [];
	const asked = {
		mx: servers.flatMap(({ exchange, fault }) =>
			'seen' in fault && fault.seen !== null && fault.seen.kind !== 'address'
				? [{ name: exchange, type: TYPE.A }]
				: [],
		),
		spf: voids.flatMap(({ kind, target }) =>
			target === null ? [] : [{ name: target, type: FOLLOWED[kind] }],
		),
	};
	const missing = new Map<Name, Name>();
	for (const { name, type } of [...asked.mx, ...asked.spf]) {
		const lookup = await lookups.look(name, type);
		const end = lookup.aliases.at(-1) ?? name;
		// What is under the domain itself belongs to whoever has the domain.
		if (isMissingName(lookup) && !isUnder(end, domain)) missing.set(name, end);
	}
	const found = new Map(
		await Promise.all(
			[...missing].map(async ([name, end], index): Promise<readonly [Name, Looked<Name | null>]> => [
				name,
				index < MOST
					? await free(end)
					: notSeen(`no more than ${MOST} missing names are looked up at registries`),
			]),
		),
	);
	return {
		names: new Set(
			[...found].flatMap(([name, taken]) => ('seen' in taken && taken.seen !== null ? [name] : [])),
		),
		unseen: notSeenOf(asked.spf.map(({ name }) => found.get(name) ?? seen(null))),
	};
}
