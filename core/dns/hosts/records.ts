import { KeyturnError, hasCode } from '../../errors';
import { latin1, Malformed, wellFormed } from '../wire/bytes';
import { type Looked, notSeen, seen } from '../finding';
import type { DnsRecord } from '../wire/message';
import { type Name, parseName, shown } from '../wire/name';
import { IN, TYPE, typeNumber } from '../wire/types';
import type { Special } from './host';
import { dataOf } from '../zone-file/data';
import { type ZoneFile, parseZoneFile } from '../zone-file/read';
import { entriesOf } from '../zone-file/words';

/** What every host's answers are made into. */

/** A host's zone file, one character a byte; UNEXPECTED_ANSWER, with the line, when something in it cannot be read. */
export function zoneFileOf(
	zone: Name,
	text: string,
	where: string,
	foreignTypes?: ReadonlySet<string>,
): ZoneFile {
	try {
		const file = parseZoneFile(zone, text, foreignTypes);
		// A page that only looks empty, or half a file, must not pass for a zone.
		const tops = file.records.filter(({ type }) => type === TYPE.SOA);
		if (tops.length !== 1 || tops[0]?.name !== zone)
			throw new Malformed('there is not one SOA record at the top of the zone');
		return file;
	} catch (error) {
		if (!(error instanceof Malformed)) throw error;
		throw new KeyturnError(
			'UNEXPECTED_ANSWER',
			where,
			`its zone file cannot be read as a whole: ${error.message}`,
			{ next: 'Nothing was kept. Look at that line in a zone file that you export by hand, and report it.' },
		);
	}
}

/** One record as a host lists it. */
export interface Listed {
	readonly name: string;
	readonly type: string;
	/** In seconds. */
	readonly ttl: number;
	/** The data in presentation form, in Unicode. */
	readonly content: string;
}

/** The records of a list; names without a dot at their end lie below the root. What cannot be read is told by name and type. */
export function recordsOf(listed: readonly Listed[]): { listed: DnsRecord[]; unread: string[] } {
	const found = listed.map(recordOf);
	return {
		listed: found.filter((each) => typeof each !== 'string'),
		unread: found.filter((each) => typeof each === 'string'),
	};
}

function recordOf({ name, type, ttl, content }: Listed): DnsRecord | string {
	try {
		const number = typeNumber(type);
		const [entry, ...more] = [...entriesOf(latin1(new TextEncoder().encode(content)))];
		if (number === null || entry === undefined || more.length > 0) throw new Malformed('no record');
		const data = dataOf(number, entry.words, '.');
		return { name: parseName(name.toLowerCase()), type: number, class: IN, ttl, data };
	} catch (error) {
		if (!(error instanceof Malformed)) throw error;
		return `${shownName(name)} ${/^[A-Za-z0-9]{1,20}$/.test(type) ? type : 'unknown'}`;
	}
}

/** A record that is answered otherwise than it is kept. Throws UNEXPECTED_ANSWER for a name that is none. */
export function specialRecord(
	{ name, type, value }: { readonly name: string; readonly type: string; readonly value: string },
	why: Special['why'],
	where: string,
): Special {
	const read = wellFormed(() => parseName(name.toLowerCase()));
	if (read === null) throw new KeyturnError('UNEXPECTED_ANSWER', where, 'a record has a name that is none');
	return { name: read, type, value, why };
}

/** A name that somebody else wrote, for people. */
const shownName = (name: string): string =>
	wellFormed(() => shown(parseName(name)).slice(0, 100)) ?? 'a name that is none';

/** A fact about the token; what keeps it from being seen is told in a clause. */
export async function lookedAt<Fact>(look: () => Promise<Fact>, refused: string): Promise<Looked<Fact>> {
	try {
		return seen(await look());
	} catch (error) {
		if (hasCode(error, 'ADMIN_REFUSED')) return notSeen(refused);
		if (error instanceof KeyturnError) return notSeen(error.message, error.retryAfter);
		throw error;
	}
}

/** The error for a zone that the token does not reach. */
export const notReached = (where: string, zone: Name): KeyturnError =>
	new KeyturnError('NOT_LISTED', where, `the token reaches no zone ${shown(zone)}`, {
		next: 'Compare the name with the host’s own page, and give the token the right to read this zone.',
	});
