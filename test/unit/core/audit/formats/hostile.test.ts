import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse/sync';
import type { AuditEntry } from '../../../../../core/audit/entry';
import { auditFormats, type AuditFormatId } from '../../../../../core/audit/formats';
import type { ViewMeta } from '../../../../../core/audit/formats/format';
import { leafHashHex } from '../../../../../core/audit/formats/leaf-hash';
import { META, ownEntry, places, viewed } from '../../../../fakes/audit/entries';
import { hostile } from '../../../../fakes/audit/hostile';
import { python } from '../../../../fakes/audit/python';
import { readCef } from './cef-reader';

const ids = Object.keys(auditFormats) as AuditFormatId[];
const views = ids.filter((id) => !auditFormats[id].exact);
const cases = Object.entries(places).flatMap(([place, entryWith]) =>
	Object.entries(hostile).map(([name, text]) => {
		const entry = entryWith(text);
		return { title: `${name} as ${place}`, entry, hash: leafHashHex(viewed(entry).bytes) };
	}),
);
type Case = (typeof cases)[number];

/** Which of the cases are not as they should be. One expectation for all of them: a hundred thousand take minutes. */
const failing = (isGood: (each: Case, at: number) => boolean): string[] =>
	cases.filter((each, at) => !isGood(each, at)).map(({ title }) => title);

/** A file with the entry between two plain ones. */
function fileOf(id: AuditFormatId, entry: AuditEntry, meta: ViewMeta = META): string {
	const view = auditFormats[id].open(meta);
	return view.head + [ownEntry(), entry, ownEntry()].map((each, at) => view.line(viewed(each, at))).join('');
}

/** The lines of a file; one more, empty, where the last is not ended. */
const linesOf = (file: string): string[] =>
	(file.endsWith('\n') ? file.slice(0, -1) : `${file}\n`).split('\n');

const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const visible = (text: string) => text.replace(/[\t\n\r]+/g, ' ').replace(STEERING, '\ufffd');

test('JSON Lines gives back each leaf, byte for byte', () => {
	const isWhole = ({ entry }: Case) => {
		const lines = linesOf(fileOf('jsonl', entry));
		const same = Buffer.from(lines[1]!).equals(Buffer.from(viewed(entry).bytes));
		return lines.length === 3 && same && isDeepStrictEqual(JSON.parse(lines[1]!), entry);
	};
	expect(failing(isWhole)).toEqual([]);
});

interface OcsfEvent {
	readonly unmapped: object;
	readonly metadata: { readonly sequence: number; readonly uid: string };
}

test('OCSF gives one event an entry, with its texts as given, also to a reader that breaks lines everywhere', () => {
	const script =
		'import json,sys\nprint(json.dumps([[json.loads(l) for l in f.splitlines()] for f in json.load(sys.stdin)]))';
	const read = python(
		script,
		cases.map(({ entry }) => fileOf('ocsf', entry)),
	) as OcsfEvent[][];
	const isWhole = ({ entry, hash }: Case, at: number) => {
		const { id, kind, key, actor, facts } = entry;
		const [before, event, after] = read[at]!;
		const { sequence, uid } = event!.metadata;
		const others = isDeepStrictEqual({ ...before, metadata: 0 }, { ...after, metadata: 0 });
		const same = isDeepStrictEqual(event!.unmapped, { entry: id, kind, key, actor, facts });
		return read[at]!.length === 3 && others && same && sequence === 1 && uid === hash;
	};
	expect(failing(isWhole)).toEqual([]);
});

describe.each(['cef', 'syslog'] as const)('%s', (id) => {
	const KEYS =
		/^rt( start)?( suser)?( outcome)?( act)?( sourceServiceName)?( src)? cn1Label cn1 cs1Label cs1 cs2Label cs2( cs3Label cs3)? cs4Label cs4( cs6Label cs6)?( cs5Label cs5)?$/;
	const HEADER = {
		cef: /^$/,
		syslog: /^<110>1 2030-01-01T12:00:00\.000Z keyturn\.example\/audit keyturn - [A-Za-z0-9./_-]{1,32} - $/,
	};
	const lined = (text: string) =>
		text
			.split(/\r\n|\r|\n/)
			.map(visible)
			.join('\n')
			.trim();
	/** A text of a field, or the beginning of it with a sign that there was more. */
	const stands = (shown = '', text: string, size: number) =>
		text.length <= size
			? shown === text
			: shown.length <= size &&
				shown.endsWith('…') &&
				text.startsWith(shown.slice(0, -1).replace(/\ufffd$/, ''));
	/** Who did it: what a source told of, somebody else than who noted it. */
	const actorOf = ({ kind, actor, facts }: AuditEntry) =>
		kind.startsWith('event: ') ? String(facts['by']) : actor;
	const cefOf = (line: string) => line.slice(line.indexOf('CEF:'));

	test('gives one record an entry, with its texts as given', () => {
		const isWhole = ({ entry, hash }: Case) => {
			const lines = linesOf(fileOf(id, entry));
			const line = lines[1]!;
			const { header, fields } = readCef(cefOf(line));
			const kind = visible(entry.kind).trim();
			return (
				lines.length === 3 &&
				HEADER[id].test(line.slice(0, line.indexOf('CEF:'))) &&
				isDeepStrictEqual(
					[...header.slice(0, 4), header[6]],
					['CEF:1', 'Keyturn', 'Keyturn', '1.2.3', '3'],
				) &&
				stands(header[4], kind, 1_023) &&
				stands(header[5], kind, 512) &&
				KEYS.test(Object.keys(fields).join(' ')) &&
				stands(fields['suser'], lined(actorOf(entry)), 1_023) &&
				stands(fields['cs3'], lined(entry.key), 4_000) &&
				stands(fields['cs5'], lined(entry.id), 4_000) &&
				(fields['cs4']!.endsWith('…') || isDeepStrictEqual(JSON.parse(fields['cs4']!), entry.facts)) &&
				isDeepStrictEqual([fields['cn1'], fields['cs1'], fields['rt']], ['1', hash, String(entry.at)])
			);
		};
		expect(failing(isWhole)).toEqual([]);
	});

	test('knows its log and its version, whatever they are called', () => {
		const { entry, hash } = { entry: ownEntry(), hash: leafHashHex(viewed(ownEntry()).bytes) };
		for (const text of Object.values(hostile)) {
			const lines = linesOf(fileOf(id, entry, { origin: text, version: text }));
			const { header, fields } = readCef(cefOf(lines[1]!));
			expect(lines).toHaveLength(3);
			expect(stands(header[3], visible(text).trim(), 31)).toBe(true);
			expect(fields).toMatchObject({ cs1: hash, cs3: entry.key });
		}
	});
});

describe('CSV', () => {
	const FORMULA = /^\s*[=+\-@\t\r\n\0＝＋－＠]/;
	/** Takes the marks out again that stand before the signs of a formula. */
	const unmarked = (cell = '') => cell.replace(/(^|[;,|"])(\s*)'(?='*[=+\-@＝＋－＠﹦﹢﹣﹫])/gu, '$1$2');
	const files = cases.map(({ entry }) => fileOf('csv', entry));
	const rows: string[][][] = files.map((file) => parse(file));

	test('two parsers read the same cells', () => {
		const script =
			'import csv,io,json,sys\nprint(json.dumps([list(csv.reader(io.StringIO(f, newline=""), strict=True)) for f in json.load(sys.stdin)]))';
		const read = python(script, files) as string[][][];
		expect(failing((_each, at) => isDeepStrictEqual(read[at], rows[at]))).toEqual([]);
	});

	test('gives one row an entry, with its texts as given or seen to be changed', () => {
		const isWhole = ({ entry, hash }: Case, at: number) => {
			const [index, leaf, time, kind, key, actor, facts, id] = rows[at]![2]!;
			return (
				rows[at]!.length === 4 &&
				isDeepStrictEqual([index, leaf, time], ['1', hash, '2030-01-01T12:00:00.000Z']) &&
				isDeepStrictEqual(
					[kind, key, actor, id].map(unmarked),
					[entry.kind, entry.key, entry.actor, entry.id].map(visible),
				) &&
				isDeepStrictEqual(JSON.parse(unmarked(facts)), entry.facts)
			);
		};
		expect(failing(isWhole)).toEqual([]);
	});

	test('no cell begins a formula, whatever sign a reader divides cells by', () => {
		const formulas = (cells: readonly string[]) => cells.filter((cell) => FORMULA.test(cell));
		expect(formulas(rows.flat(2))).toEqual([]);
		for (const delimiter of [',', ';', '|', '\t'])
			for (const file of files)
				expect(
					formulas(
						file
							.split('\r\n')
							.flatMap((line) => line.split(delimiter))
							.map((cell) => cell.replace(/^"+/, '')),
					),
				).toEqual([]);
		expect(formulas([' =1', '＝1', '\0', 'a=1'])).toHaveLength(3);
	});
});

test.each(views)('%s holds nothing that steers a terminal or that nobody sees', (id) => {
	expect(failing(({ entry }) => fileOf(id, entry).replace(/\r?\n/g, '').search(STEERING) === -1)).toEqual([]);
});

test.each(ids)('a log or a version of a hostile name makes no second record in %s', (id) => {
	for (const text of Object.values(hostile))
		expect(linesOf(fileOf(id, ownEntry(), { origin: text, version: text }))).toHaveLength(
			id === 'csv' ? 4 : 3,
		);
});

test.each([
	['not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
	['two lines', Buffer.from('{}\n{}')],
])('JSON Lines refuses a leaf that is %s', (_what, bytes) => {
	expect(() => auditFormats.jsonl.open(META).line({ index: 7, entry: ownEntry(), bytes })).toThrow(
		expect.objectContaining({ code: 'FORGED', where: 'Entry 7 of the log' }),
	);
});
