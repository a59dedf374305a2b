import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Name } from '../../../../../../core/dns/wire/name';
import { nameFor } from '../../../../../../core/dns/mail/spf/target';
import type { Zone, ZoneFaults } from '../../../../../fakes/dns/zone';

/** The SPF community's test suite for RFC 7208 (BSD licence), which lies beside the project and is read in place. */
export const SUITE = join(__dirname, '../../../../../../../shared/data/dns/spf/rfc7208-tests.yml');

type Entry = 'TIMEOUT' | Readonly<Record<string, unknown>>;

interface Scenario {
	readonly description: string;
	readonly tests: Readonly<Record<string, SuiteTest>>;
	readonly zonedata: Readonly<Record<string, readonly Entry[]>>;
}

interface SuiteTest {
	readonly helo: string;
	readonly host: string;
	readonly mailfrom: string;
	readonly result: string | readonly string[];
	readonly explanation?: string;
}

export interface SuiteCase {
	readonly name: string;
	readonly zone: Zone;
	readonly faults: ZoneFaults;
	readonly test: SuiteTest;
	readonly results: readonly string[];
}

/** Every case of the suite, each with the zone of its scenario; null when the suite is not there. */
export function suiteCases(): readonly SuiteCase[] | null {
	if (!existsSync(SUITE)) return null;
	const documents = parseAllDocuments(readFileSync(SUITE, 'utf8'));
	if (!Array.isArray(documents)) throw new Error('the suite is empty');
	return documents.flatMap((document) => {
		if (document.errors.length > 0) throw document.errors[0]!;
		const { description, tests, zonedata } = document.toJS() as Scenario;
		const { zone, faults } = zoneOf(zonedata);
		return Object.entries(tests).map(([id, test]) => ({
			name: `${description}: ${id}`,
			zone,
			faults,
			test,
			results: [test.result].flat(),
		}));
	});
}

/** SPF records stand for TXT where a name has no TXT of its own; TIMEOUT is for the types that it does not list. */
function zoneOf(zonedata: Scenario['zonedata']): { zone: Zone; faults: ZoneFaults } {
	const zone: Record<Name, Record<string, unknown[]>> = {};
	const failing: string[] = [];
	for (const [text, entries] of Object.entries(zonedata)) {
		const name = nameOf(text);
		const at = (zone[name] ??= {});
		const records = entries.flatMap((entry) => (entry === 'TIMEOUT' ? [] : Object.entries(entry)));
		const hasTxt = records.some(([type]) => type === 'TXT');
		for (const [type, value] of records)
			if (type !== 'SPF') (at[type] ??= []).push(...valueOf(type, value));
			else if (!hasTxt) (at['TXT'] ??= []).push(...valueOf('TXT', value));
		if (entries.includes('TIMEOUT'))
			for (const type of ['A', 'AAAA', 'MX', 'PTR', 'TXT'])
				if (at[type] === undefined || at[type].length === 0) failing.push(`${name} ${type}`);
	}
	return { zone: zone, faults: { failing } };
}

function valueOf(type: string, value: unknown): unknown[] {
	if (value === 'NONE') return [];
	if (type === 'MX') {
		const [preference, exchange] = value as [number, string];
		return [[preference, nameOf(exchange)]];
	}
	if (type === 'PTR' || type === 'CNAME') return [nameOf(value as string)];
	return [value];
}

function nameOf(text: string): Name {
	if (text === '') return '.';
	const name = nameFor(text);
	if (name === null) throw new Error(`the suite names ${text}`);
	return name;
}
