import { z } from 'zod';

/** A jCard (RFC 7095): a word, then properties of name, parameters, type and value. One that has not that form hides no other. */
const property = z.tuple([z.string().max(100), z.unknown(), z.unknown(), z.unknown()]).rest(z.unknown());
const card = z.tuple([z.literal('vcard'), z.array(z.unknown()).max(200)]).rest(z.unknown());

/** Roles of people behind a domain (RFC 9083, section 10.2.4); registrars and complaint desks are not among them. */
const PERSONAL_ROLES = ['registrant', 'administrative', 'technical', 'billing'];

/** What a property that shows a person is called in a report. */
const PERSONAL_FIELDS: Readonly<Record<string, string>> = {
	fn: 'name',
	n: 'name',
	email: 'e-mail address',
	tel: 'telephone number',
	adr: 'street address',
};

/** What registries and privacy services write in place of a person. */
const MASK =
	/redacted|privacy|private|withheld|not disclosed|non-public|nonpublic|masked|protected|proxy|anonymi[sz]ed|hidden|on request|not shown|see (?:the )?registrar|n\/a|^[\s*x.-]*$/i;

export interface Entity {
	readonly roles: readonly string[];
	readonly vcard: unknown;
}

export interface Contacts {
	/** False when the registry gives no contacts at all: they may be visible at the registrar. */
	readonly shown: boolean;
	/** Which fields show a person, e.g. `registrant: e-mail address`. Never what stands in them. */
	readonly visible: readonly string[];
}

/** What of the people behind a domain is open to everybody. `redacted`: the registry says that it left fields out (RFC 9537). */
export function contactsOf(entities: readonly Entity[], redacted: boolean): Contacts {
	const cards = entities.flatMap(({ roles, vcard }) => {
		const role = PERSONAL_ROLES.find((each) => roles.includes(each));
		const properties = propertiesOf(vcard);
		return role === undefined || properties === null ? [] : [{ role, properties }];
	});
	const visible = cards.flatMap(({ role, properties }) =>
		fieldsOf(properties).map((field) => `${role}: ${field}`),
	);
	return { shown: cards.length > 0 || redacted, visible: [...new Set(visible)] };
}

type Property = z.output<typeof property>;

/** The properties of a card; null for what is none. */
export function propertiesOf(value: unknown): Property[] | null {
	const parsed = card.safeParse(value);
	if (!parsed.success) return null;
	return parsed.data[1].flatMap((each) => {
		const read = property.safeParse(each);
		return read.success ? [read.data] : [];
	});
}

function fieldsOf(properties: readonly Property[]): string[] {
	const textsOf = (name: string) => properties.filter(([each]) => each.toLowerCase() === name).map(textOf);
	const names = [...textsOf('fn'), ...textsOf('org')];
	// Behind a privacy service everything is the service's, whatever it looks like.
	if (names.some((text) => text !== '' && MASK.test(text))) return [];
	const organisations = textsOf('org').filter((text) => text !== '');
	const isOrganisation =
		textsOf('kind').includes('org') ||
		(organisations.length > 0 && textsOf('fn').every((text) => text === '' || organisations.includes(text)));
	// The name, street and telephone of an organisation are no person's; an e-mail address may be.
	const fields = Object.entries(PERSONAL_FIELDS).filter(([name]) => !isOrganisation || name === 'email');
	return fields.flatMap(([name, field]) =>
		textsOf(name).some((text) => !MASK.test(text) && !text.startsWith('http')) ? [field] : [],
	);
}

/** An address that came as one text (RFC 7095, section 3.3.1.3). */
const labelled = z.object({ label: z.string().max(2_000) });

/** The text of a property. Of an address only street, town and code count (RFC 6350, section 6.3.1): a country shows nobody. */
function textOf([name, parameters, , value]: Property): string {
	if (typeof value === 'string') return value.trim();
	const list: readonly unknown[] = Array.isArray(value) ? value : [];
	const isAddress = name.toLowerCase() === 'adr';
	const label = isAddress ? labelled.safeParse(parameters) : null;
	const parts = isAddress ? [...list.slice(0, 4), ...list.slice(5, 6)] : list;
	return [...parts.flat(), label?.success === true ? label.data.label : '']
		.filter((part): part is string => typeof part === 'string')
		.join(' ')
		.trim();
}
