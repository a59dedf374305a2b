import type { Facts } from '../facts';
import { type Looked, type Severity, notSeen, seen } from '../finding';
import type { Likeness } from '../gather/agreement';
import { hex } from '../../hex';
import { type Lookup, answered } from '../lookup';
import { isDmarc } from '../mail/dmarc/record';
import { isMtaSts } from '../mail/mta-sts/record';
import { isSpf } from '../mail/spf/record';
import { readable } from '../readable';
import type { Registration } from '../registrar/registration';
import type { DnsRecord } from '../wire/message';
import { type Name, isUnder, shown } from '../wire/name';
import { readAddress, readCaa, readDs, readMx, readTarget, readTxt } from '../wire/records';
import { typeName } from '../wire/types';

/** What one look at a domain saw. */
export type Sight = Pick<Facts, 'domain' | 'zone' | 'apex' | 'agreement' | 'registrar'> & {
	readonly dnssec: Pick<Facts['dnssec'], 'ds'>;
};

/** One thing of a domain that nobody may change without approval. */
export interface Kind {
	/** `MX`, `registrar`. */
	readonly type: string;
	readonly severity: Extract<Severity, 'critical' | 'high' | 'medium'>;
	readonly area: 'DNS' | 'registry';
	/** True for addresses, which content networks change all the time. */
	readonly moves?: true;
	/** True where aliases decide what is seen, so that it matters how far they were read. */
	readonly followsAliases?: true;
	name(sight: Sight): Name;
	/** None of it is an empty list; what two resolvers do not agree on was not seen. */
	see(sight: Sight, reading: Reading): Looked<readonly string[]>;
}

/** How far aliases are read: states were once approved by the first alone, and are not different for being read further. */
export type Reading = 'first alias' | 'all aliases';

/** In place of addresses where each who asks gets others, as content networks do it. */
export const POOL = 'other addresses for each who asks';

/** What is watched, a line for each. */
export const kinds = {
	ns: records('NS', 'critical', ({ apex }) => apex.ns, targetShown),
	ds: records('DS', 'critical', ({ dnssec }) => dnssec.ds, dsShown),
	registrar: registered('registrar', 'critical', ({ registrar }) =>
		registrar === null ? null : [registrar],
	),
	registeredServers: registered('name servers at the registry', 'critical', ({ nameServers }) =>
		nameServers.map(shown),
	),
	statuses: registered('status at the registry', 'high', lasting),
	mx: records('MX', 'high', ({ apex }) => apex.mx, mxShown),
	caa: records('CAA', 'high', ({ apex }) => apex.caa, caaShown),
	spf: records('TXT (SPF)', 'high', ({ apex }) => apex.txt, textIf(isSpf)),
	dmarc: records('TXT (DMARC)', 'high', ({ apex }) => apex.dmarc, textIf(isDmarc)),
	mtaSts: records('TXT (MTA-STS)', 'high', ({ apex }) => apex.mtaSts, textIf(isMtaSts)),
	alias: alias(({ apex }) => apex.a),
	wwwAlias: alias(({ apex }) => apex.www),
	dmarcAlias: alias(({ apex }) => apex.dmarc),
	mtaStsAlias: alias(({ apex }) => apex.mtaSts),
	a: addresses(({ apex }) => apex.a),
	aaaa: addresses(({ apex }) => apex.aaaa),
	wwwA: addresses(({ apex }) => apex.www),
} as const satisfies Readonly<Record<string, Kind>>;

export type KindId = keyof typeof kinds;
export const kindIds = Object.keys(kinds) as KindId[];
export const kindOf = (id: KindId): Kind => kinds[id];

type LookupOf = (sight: Sight) => Lookup;

/** The records that `spell` makes a text of; TTL and order play no part. */
function records(
	type: string,
	severity: Kind['severity'],
	lookupOf: LookupOf,
	spell: (record: DnsRecord) => string | null,
): Kind {
	return answers(type, severity, lookupOf, (lookup, like) => {
		if (!like.records) return different(lookup);
		const texts = readable(lookup, spell);
		return 'notSeen' in texts ? texts : seen(texts.seen.filter((text) => text !== null));
	});
}

/** Where aliases first lead out of the domain. Those further on are the other party's. */
function alias(lookupOf: LookupOf): Kind {
	const kind = answers('CNAME', 'high', lookupOf, (lookup, like, domain, reading) => {
		if (!like.alias) return different(lookup);
		const target = thirdParty(lookup, domain, reading);
		return seen(target === null ? [] : [shown(target)]);
	});
	return { ...kind, followsAliases: true };
}

/** Addresses of the domain's own; those behind an alias to a third party are that party's. */
function addresses(lookupOf: LookupOf): Kind {
	const kind = answers('address', 'medium', lookupOf, (lookup, like, domain, reading) => {
		if (!like.alias) return different(lookup);
		if (thirdParty(lookup, domain, reading) !== null) return seen([]);
		if (!like.records) return like.bothHave ? seen([POOL]) : different(lookup);
		return readable(lookup, readAddress);
	});
	return { ...kind, moves: true, followsAliases: true };
}

/** What the registry says; a registry that says nothing of it was not seen, for none was never meant. */
function registered(
	type: string,
	severity: Kind['severity'],
	read: (registration: Registration) => readonly string[] | null,
): Kind {
	return {
		type,
		severity,
		area: 'registry',
		name: ({ zone }) => zone,
		see({ registrar: { registration } }) {
			if ('notSeen' in registration) return registration;
			if (registration.seen === null) return seen([]);
			const values = read(registration.seen);
			return values === null || values.length === 0
				? notSeen(`the registry does not tell: ${type}`)
				: seen(values);
		},
	};
}

/** What `read` makes of an answer that holds, together with the second resolver's. */
function answers(
	type: string,
	severity: Kind['severity'],
	lookupOf: LookupOf,
	read: (lookup: Lookup, like: Likeness, domain: Name, reading: Reading) => Looked<readonly string[]>,
): Kind {
	return {
		type,
		severity,
		area: 'DNS',
		name: (sight) => lookupOf(sight).name,
		see(sight, reading) {
			const answer = answered(lookupOf(sight));
			if ('notSeen' in answer) return answer;
			const { name, type: asked } = answer.seen;
			const compared = sight.agreement.find((each) => each.name === name && each.type === asked);
			if (compared === undefined) return notSeen('no second resolver was asked');
			const { outcome } = compared;
			return 'notSeen' in outcome ? outcome : read(answer.seen, outcome.seen, sight.domain, reading);
		},
	};
}

const different = ({ name, type }: Lookup) =>
	notSeen(`${typeName(type)} of ${shown(name)}: two resolvers give different answers`);

/** The first that is not the domain's own, also behind aliases of its own. */
function thirdParty({ aliases }: Lookup, domain: Name, reading: Reading): Name | null {
	const read = reading === 'first alias' ? aliases.slice(0, 1) : aliases;
	return read.find((target) => !isUnder(target, domain)) ?? null;
}

function targetShown(record: DnsRecord): string {
	return shown(readTarget(record));
}

function mxShown(record: DnsRecord): string {
	const { preference, exchange } = readMx(record);
	return `${preference} ${shown(exchange)}`;
}

function caaShown(record: DnsRecord): string {
	const { critical, tag, value } = readCaa(record);
	return `${critical ? 'critical ' : ''}${tag} ${value}`;
}

function dsShown(record: DnsRecord): string {
	const { keyTag, algorithm, digestType, digest } = readDs(record);
	return `${keyTag} ${algorithm} ${digestType} ${hex(digest)}`;
}

/** Of the TXT records at a name only those of one standard: the others change for every service that is tried out. */
function textIf(isMeant: (text: string) => boolean) {
	return (record: DnsRecord): string | null => {
		const text = readTxt(record);
		return isMeant(text) ? text : null;
	};
}

/** Statuses come and go by themselves in the days after a registration, renewal or transfer (RFC 3915, section 3.1). */
function lasting({ statuses }: Registration): readonly string[] {
	const passing = ['add period', 'auto renew period', 'renew period', 'transfer period'];
	return statuses.filter((status) => !passing.includes(status));
}
