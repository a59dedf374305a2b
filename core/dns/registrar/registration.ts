import { z } from 'zod';
import { KeyturnError } from '../../errors';
import { read } from '../../http';
import type { HttpResponse } from '../../ports';
import { wellFormed } from '../wire/bytes';
import { type Name, parseName } from '../wire/name';
import { type Contacts, type Entity, contactsOf, propertiesOf } from './contacts';
import { statusOf } from './statuses';

/** What a registry knows of a domain (RFC 9083, section 5.3). */
export interface Registration {
	/** Null when the registry does not say. */
	readonly registrar: string | null;
	/** In RDAP's words (RFC 8056): `client transfer prohibited`. */
	readonly statuses: readonly string[];
	/** In ms since 1970, null when the registry does not say. */
	readonly created: number | null;
	readonly changed: number | null;
	readonly expires: number | null;
	readonly nameServers: readonly Name[];
	/** Null when the registry does not say. */
	readonly secureDns: SecureDns | null;
	readonly contacts: Contacts;
}

export interface SecureDns {
	readonly signed: boolean;
	readonly ds: readonly Digest[];
}

/** One DS record as a registry spells it; the digest in small hex digits. */
export interface Digest {
	readonly keyTag: number;
	readonly algorithm: number;
	readonly digestType: number;
	readonly digest: string;
}

const text = z.string().max(2_000);
const texts = z.union([text.transform((one) => [one]), z.array(text).max(500)]);
/** Some registries write numbers as texts. */
const count = z
	.union([z.number(), z.string().max(10).transform(Number)])
	.pipe(z.number().int().min(0).max(65_535));

const entity = z.object({
	roles: texts.nullish(),
	handle: z.union([text, z.number()]).nullish(),
	vcardArray: z.unknown(),
});
/** A member that has not the form of RFC 9083 counts as not said, so that one odd member hides no other. */
const orUnsaid = <Said extends z.ZodTypeAny>(said: Said) => said.nullish().catch(null);

const domain = z.object({
	objectClassName: z.literal('domain'),
	ldhName: text,
	status: orUnsaid(texts),
	entities: orUnsaid(z.array(entity).max(500)),
	events: orUnsaid(z.array(z.object({ eventAction: text, eventDate: text.nullish() })).max(500)),
	nameservers: orUnsaid(z.array(z.object({ ldhName: text.nullish() })).max(500)),
	secureDNS: orUnsaid(
		z.object({
			delegationSigned: z.boolean().nullish(),
			dsData: z
				.array(z.object({ keyTag: count, algorithm: count, digestType: count, digest: text }))
				.max(100)
				.nullish(),
			keyData: z.array(z.unknown()).max(100).nullish(),
		}),
	),
	redacted: orUnsaid(z.array(z.unknown()).max(500)),
});

/** Reads a registry's answer for `name`; UNEXPECTED_ANSWER when it is no answer to that. Only what is named above is ever seen. */
export function readRegistration(response: HttpResponse, name: Name, where: string): Registration {
	const answer = read(response, domain, where);
	if (nameFrom(answer.ldhName) !== name)
		throw new KeyturnError('UNEXPECTED_ANSWER', where, 'the answer is for another domain');
	const entities = (answer.entities ?? []).map(({ roles, vcardArray }): Entity => ({
		roles: (roles ?? []).map((role) => role.toLowerCase()),
		vcard: vcardArray,
	}));
	const events = (answer.events ?? []).map(({ eventAction, eventDate }) => ({
		action: eventAction.trim().toLowerCase(),
		at: timeFrom(eventDate ?? ''),
	}));
	const timesOf = (action: string) =>
		events.flatMap((event) => (event.action === action && event.at !== null ? [event.at] : []));
	// Some write the time of their data there, which says nothing about an end.
	const written = timesOf('last update of rdap database');
	const endsAtRegistrar = timesOf('registrar expiration').filter((time) => !written.includes(time));
	return {
		registrar: registrarOf(entities),
		statuses: [...new Set((answer.status ?? []).flatMap((status) => statusOf(status) ?? []))],
		created: earliest(timesOf('registration')),
		changed: latest(timesOf('last changed')),
		// The registry's end and the registrar's (RFC 9083, section 10.2.3): the earlier of two is the one that hurts.
		expires: earliest([...timesOf('expiration'), ...endsAtRegistrar]),
		nameServers: [
			...new Set((answer.nameservers ?? []).flatMap(({ ldhName }) => nameFrom(ldhName ?? '') ?? [])),
		],
		secureDns: secureDnsOf(answer.secureDNS),
		contacts: contactsOf(entities, (answer.redacted ?? []).length > 0),
	};
}

const earliest = (times: readonly number[]) => (times.length === 0 ? null : Math.min(...times));
const latest = (times: readonly number[]) => (times.length === 0 ? null : Math.max(...times));

const nameFrom = (spelt: string): Name | null => (spelt === '' ? null : wellFormed(() => parseName(spelt)));

/** RFC 3339. */
function timeFrom(spelt: string): number | null {
	if (!/^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}|$)/.test(spelt)) return null;
	const time = Date.parse(spelt);
	return Number.isNaN(time) ? null : time;
}

function registrarOf(entities: readonly Entity[]): string | null {
	const names = entities
		.filter(({ roles }) => roles.includes('registrar'))
		.flatMap(({ vcard }) => propertiesOf(vcard) ?? [])
		.flatMap(([property, , , value]) => (property === 'fn' && typeof value === 'string' ? [value] : []));
	// A name goes into reports: letters, digits and marks of one line.
	const [name = ''] = names.map((each) =>
		each
			.replace(/[\p{C}\s]+/gu, ' ')
			.trim()
			.slice(0, 200),
	);
	return name === '' ? null : name;
}

function secureDnsOf(answer: z.output<typeof domain>['secureDNS']): SecureDns | null {
	if (answer == null) return null;
	const ds = (answer.dsData ?? []).map(({ digest, ...rest }) => ({
		...rest,
		digest: digest.replace(/\s+/g, '').toLowerCase(),
	}));
	const hasKeys = ds.length > 0 || (answer.keyData ?? []).length > 0;
	if (answer.delegationSigned == null && !hasKeys) return null;
	return { signed: answer.delegationSigned ?? hasKeys, ds };
}
