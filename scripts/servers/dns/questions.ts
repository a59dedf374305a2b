import type { Question } from '../../../core/dns/wire/message';
import { TYPE } from '../../../core/dns/wire/types';
import { type Plan, zoneName } from './names';
import { type ZoneId, zoneIds } from './zones';

/** One question to the lab. */
export interface Asked extends Question {
	readonly zone: ZoneId;
	/** What is asked for in the zone: `address`, `missing name`. */
	readonly what: What;
}

const { A, TXT } = TYPE;

/** Relative names; the domain itself is empty. */
const whats = {
	address: ['', A],
	'missing name': ['nope', A],
	'missing type': ['mail', TXT],
	wildcard: ['any.wild', A],
	'name with only names below': ['ent', A],
	alias: ['www', A],
	'alias into a signed zone': ['to-secure', A],
	'alias into an unsigned zone': ['to-unsigned', A],
	'alias into an expired zone': ['to-expired', A],
	'alias of a tree': ['mail.tree', A],
	'wildcard, missing type': ['any.wild', TXT],
} as const satisfies Readonly<Record<string, readonly [label: string, type: number]>>;

export type What = keyof typeof whats;

const denials = ['missing name', 'missing type', 'wildcard', 'name with only names below'] as const;
const deniers = ['good-p256', 'good-p384', 'missing-nsec3', 'nsec3-iter500'] as const;

const aliases = [
	'alias',
	'alias into a signed zone',
	'alias into an unsigned zone',
	'alias into an expired zone',
	'alias of a tree',
] as const;

/** The 44: each zone's own address, and in four of them everything that has to be denied. */
export const questions = (plan: Plan): Asked[] => [
	...zoneIds.map((zone) => question(plan, zone, 'address')),
	...deniers.flatMap((zone) => denials.map((what) => question(plan, zone, what))),
];

/** More of what is easily got wrong: aliases that end elsewhere, and denial under opt-out. */
export const furtherQuestions = (plan: Plan): Asked[] => [
	...(['good-p256', 'good-p384', 'unsigned', 'bad-sig'] as const).flatMap((zone) =>
		aliases.map((what) => question(plan, zone, what)),
	),
	...([...denials, 'wildcard, missing type'] as const).flatMap((what) =>
		(['good-nsec3-optout', 'good-ed448', 'good-rsa256', 'good-csk', 'island', 'expired'] as const).map(
			(zone) => question(plan, zone, what),
		),
	),
];

function question(plan: Plan, zone: ZoneId, what: What): Asked {
	const [label, type] = whats[what];
	const name = label === '' ? zoneName(plan, zone) : `${label}.${zoneName(plan, zone)}`;
	return { zone, what, name, type };
}
