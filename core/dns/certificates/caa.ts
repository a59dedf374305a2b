import { excerpt } from '../excerpt';
import { type Looked, notSeen, seen } from '../finding';
import { type Lookups, answered } from '../lookup';
import { readable } from '../readable';
import { type Name, parentOf } from '../wire/name';
import { readCaa } from '../wire/records';
import { TYPE } from '../wire/types';

/** Who may issue certificates for a name, as far as the DNS says (RFC 8659). */
export interface IssuerRules {
	/** The name at which the records stand; null when there are none all the way up, so anybody may issue. */
	readonly at: Name | null;
	/** Every name that was asked, from below. */
	readonly asked: readonly Name[];
	readonly issue: readonly Issuer[];
	/** For wildcards; when empty, `issue` counts for them as well. */
	readonly issueWild: readonly Issuer[];
	/** Where refused requests are to be reported. */
	readonly reports: readonly string[];
	/** Tags that nobody knows and that forbid all issuing, because they are marked as critical. */
	readonly criticalUnknown: readonly string[];
	/** Values that are not of the form that they must have, and so allow nobody. */
	readonly faults: readonly string[];
}

/** One allowed issuer. An empty domain allows nobody. */
export interface Issuer {
	readonly domain: string;
	/** `accounturi`, `validationmethods` (RFC 8657) and others, names in lower case. */
	readonly parameters: ReadonlyMap<string, string>;
}

/** Climbs from the name towards the root until there are records (RFC 8659, section 3). One question a label. */
export async function lookIssuerRules(domain: Name, lookups: Lookups): Promise<Looked<IssuerRules>> {
	const asked: Name[] = [];
	for (let name: Name | null = domain; name !== null && name !== '.'; name = parentOf(name)) {
		asked.push(name);
		const looked = answered(await lookups.look(name, TYPE.CAA));
		// An issuer that cannot look must refuse; what stands further up does not count.
		if ('notSeen' in looked) return looked;
		const records = readable(looked.seen, readCaa);
		if ('notSeen' in records) return notSeen(records.notSeen);
		if (records.seen.length > 0) return seen({ at: name, asked, ...rulesOf(records.seen) });
	}
	return seen({ at: null, asked, ...rulesOf([]) });
}

type Property = ReturnType<typeof readCaa>;

/** What is known beside the issuers. Source: https://www.iana.org/assignments/pkix-parameters (CAA properties) */
const KNOWN = ['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc', 'contactemail', 'contactphone'];

function rulesOf(properties: readonly Property[]) {
	const valuesOf = (tag: string) => properties.flatMap((each) => (each.tag === tag ? [each.value] : []));
	const read = (tag: string) => valuesOf(tag).map((value) => ({ tag, value, issuer: issuerOf(value) }));
	const [issue, issueWild] = [read('issue'), read('issuewild')];
	const badReports = valuesOf('iodef').filter((value) => !REPORT.test(value));
	return {
		issue: issue.map(({ issuer }) => issuer ?? NOBODY),
		issueWild: issueWild.map(({ issuer }) => issuer ?? NOBODY),
		reports: valuesOf('iodef').filter((value) => REPORT.test(value)),
		criticalUnknown: properties.flatMap(({ critical, tag }) =>
			critical && !KNOWN.includes(tag) ? [tag] : [],
		),
		faults: [
			...[...issue, ...issueWild].flatMap(({ tag, value, issuer }) =>
				issuer === null ? [`${tag} ${excerpt(value)}`] : [],
			),
			...badReports.map((value) => `iodef ${excerpt(value)}`),
		],
	};
}

const REPORT = /^(?:mailto:|https?:\/\/)[\x21-\x7e]+$/i;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.|$))+$/i;
const PARAMETER = /^\s*([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\s*=\s*([\x21-\x3a\x3c-\x7e]*)\s*$/i;
const NOBODY: Issuer = { domain: '', parameters: new Map() };

/** The value of `issue` and `issuewild` (RFC 8659, section 4.2); null when it is not of that form. */
function issuerOf(value: string): Issuer | null {
	const [name = '', ...rest] = value.split(';');
	const domain = name.trim().toLowerCase();
	if (domain !== '' && (domain.length > 253 || !DOMAIN.test(domain))) return null;
	const pairs = rest.filter((part, index) => part.trim() !== '' || index < rest.length - 1);
	const parameters = new Map<string, string>();
	for (const part of pairs) {
		const [, tag, text] = PARAMETER.exec(part) ?? [];
		if (tag === undefined || text === undefined) return null;
		parameters.set(tag.toLowerCase(), text);
	}
	return { domain, parameters };
}

/** The issuers that may issue for the name, or for a wildcard under it; null when anybody may. */
export function allowedBy(
	{ at, issue, issueWild }: IssuerRules,
	wildcard: boolean,
): readonly string[] | null {
	const counts = wildcard && issueWild.length > 0 ? issueWild : issue;
	if (at === null || counts.length === 0) return null;
	return [...new Set(counts.flatMap(({ domain }) => (domain === '' ? [] : [domain])))];
}
