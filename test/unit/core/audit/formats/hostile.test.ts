import { parse } from 'csv-parse/sync';
import { auditFormats, type AuditFormatId } from '../../../../../core/audit/formats';
import type { ViewMeta } from '../../../../../core/audit/formats/format';
import { leafHashHex } from '../../../../../core/audit/formats/leaf-hash';
import type { AuditEntry } from '../../../../../core/audit/entry';
import { META, ownEntry, places, viewed } from '../../../../fakes/audit/entries';
import { hostile } from '../../../../fakes/audit/hostile';
import { python } from '../../../../fakes/audit/python';
import { readCef } from './cef-reader';

const ids = Object.keys(auditFormats) as AuditFormatId[];
const texts = Object.entries(hostile);
const cases = Object.entries(places).flatMap(([place, entryWith]) =>
	texts.map(([name, text]) => ({ title: `${name} as ${place}`, entry: entryWith(text) })),
);

interface OcsfEvent {
	readonly unmapped: object;
	readonly metadata: object;
}

/** A file with the entry between two plain ones. */
function fileOf(id: AuditFormatId, entry: AuditEntry, meta: ViewMeta = META): string {
	const view = auditFormats[id].open(meta);
	return view.head + [ownEntry(), entry, ownEntry()].map((each, at) => view.line(viewed(each, at))).join('');
}

/** As the file that has no hostile entry; so many lines, and no other sign that a program would take for a break of one. */
const linesOf = (file: string): string[] => {
	expect(file.endsWith('\n')).toBe(true);
	return file.slice(0, -1).split('\n');
};

const visible = (text: string) =>
	text.replace(/[\t\n\r]+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

test('JSON Lines gives back each leaf, byte for byte', () => {
	for (const { entry } of cases) {
		const lines = linesOf(fileOf('jsonl', entry));
		expect(lines).toHaveLength(3);
		expect(Buffer.from(lines[1]!)).toEqual(Buffer.from(viewed(entry).bytes));
		expect(JSON.parse(lines[1]!)).toEqual(entry);
	}
});

test('OCSF gives one event an entry, with its facts as given, also to a reader that breaks lines everywhere', () => {
	const files = cases.map(({ entry }) => fileOf('ocsf', entry));
	const script =
		'import json,sys\nprint(json.dumps([[json.loads(l) for l in f.splitlines()] for f in json.load(sys.stdin)]))';
	const read = python(script, files) as OcsfEvent[][];
	cases.forEach(({ entry }, at) => {
		const events = read[at]!;
		expect(events).toHaveLength(3);
		const { unmapped, metadata } = events[1]!;
		const { id, kind, key, actor, facts } = entry;
		expect(unmapped).toEqual({ entry: id, kind, key, actor, facts });
		expect(metadata).toMatchObject({ sequence: 1, uid: leafHashHex(viewed(entry).bytes) });
		expect({ ...events[0], metadata: null }).toEqual({ ...events[2], metadata: null });
	});
});

test.each(['cef', 'syslog'] as const)('%s gives one record an entry, with its texts as given', (id) => {
	for (const { title, entry } of cases) {
		const lines = linesOf(fileOf(id, entry));
		expect(lines).toHaveLength(3);
		const [syslog, cef] = [
			lines[1]!.slice(0, lines[1]!.indexOf('CEF:')),
			lines[1]!.slice(lines[1]!.indexOf('CEF:')),
		];
		if (id === 'syslog')
			expect(syslog).toMatch(
				/^<110>1 2030-01-01T12:00:00\.000Z keyturn\.example\/audit keyturn - [A-Za-z0-9./_-]{1,32} - $/,
			);
		else expect(syslog).toBe('');
		const { header, fields } = readCef(cef);
		const cut = (text: string, size: number) => (text.length <= size ? text : expect.stringMatching(/…$/));
		const lined = (text: string) =>
			text
				.split(/\r\n|\r|\n/)
				.map(visible)
				.join('\n')
				.trim();
		expect([title, header]).toEqual([
			title,
			[
				'CEF:1',
				'Keyturn',
				'Keyturn',
				'1.2.3',
				cut(visible(entry.kind).trim(), 1_023),
				cut(visible(entry.kind).trim(), 512),
				'3',
			],
		]);
		for (const [key, text, size] of [
			['suser', entry.actor, 1_023],
			['cs3', entry.key, 4_000],
			['cs5', entry.id, 4_000],
		] as const)
			expect([title, fields[key] ?? '']).toEqual([title, cut(lined(text), size)]);
		if (!fields['cs4']!.endsWith('…')) expect(JSON.parse(fields['cs4']!)).toEqual(entry.facts);
		expect(fields).toMatchObject({ cn1: '1', cs1: leafHashHex(viewed(entry).bytes), rt: String(entry.at) });
		expect(Object.keys(fields).join(' ')).toMatch(
			/^rt( start)?( suser)?( outcome)?( act)?( sourceServiceName)?( src)? cn1Label cn1 cs1Label cs1 cs2Label cs2( cs3Label cs3)? cs4Label cs4( cs5Label cs5)?$/,
		);
		expect(fields).not.toMatchObject({ src: '1.2.3.4' });
	}
});

describe('CSV', () => {
	const formula = /^\s*[=+\-@\t\r\n\0＝＋－＠]/;
	/** Takes the marks out again that stand before the signs of a formula. */
	const unmarked = (cell: string) => cell.replace(/(^|[;,|"])(\s*)'(?='*[=+\-@＝＋－＠﹦﹢﹣﹫])/gu, '$1$2');
	const files = cases.map(({ entry }) => fileOf('csv', entry));
	const rows = files.map((file) => parse(file));

	test('two parsers read the same cells', () => {
		const script =
			'import csv,io,json,sys\nprint(json.dumps([list(csv.reader(io.StringIO(f, newline=""), strict=True)) for f in json.load(sys.stdin)]))';
		expect(python(script, files)).toEqual(rows);
	});

	test('gives one row an entry, with its texts as given or seen to be changed', () => {
		cases.forEach(({ title, entry }, at) => {
			expect(rows[at]).toHaveLength(4);
			const [index, hash, time, kind, key, actor, facts, id] = rows[at]![2]!;
			expect([title, index, hash, time]).toEqual([
				title,
				'1',
				leafHashHex(viewed(entry, 1).bytes),
				'2030-01-01T12:00:00.000Z',
			]);
			const shown = [kind, key, actor, id].map((cell) => unmarked(cell!));
			expect([title, ...shown]).toEqual([
				title,
				...[entry.kind, entry.key, entry.actor, entry.id].map(visible),
			]);
			expect(JSON.parse(unmarked(facts!))).toEqual(entry.facts);
		});
	});

	test('no cell begins a formula, whatever sign a reader divides cells by', () => {
		for (const file of files)
			for (const delimiter of [',', ';', '|', '\t']) {
				const cells = file
					.split('\r\n')
					.flatMap((line) => line.split(delimiter).map((cell) => cell.replace(/^"+|"+$/g, '')));
				expect(cells.filter((cell) => formula.test(cell))).toEqual([]);
			}
		for (const row of rows.flat()) expect(row.filter((cell) => formula.test(cell))).toEqual([]);
	});
});

test.each(ids.filter((id) => id !== 'jsonl'))(
	'%s holds nothing that steers a terminal or that nobody sees',
	(id) => {
		for (const { entry } of cases)
			expect(fileOf(id, entry).replace(/\r?\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
	},
);

test.each(texts)('a log or a version called by a hostile name makes no second record: %s', (_name, text) => {
	const hash = leafHashHex(viewed(ownEntry(), 1).bytes);
	for (const id of ids) {
		const lines = linesOf(fileOf(id, ownEntry(), { origin: text, version: text }));
		expect(lines).toHaveLength(id === 'csv' ? 4 : 3);
		if (id === 'cef' || id === 'syslog')
			expect(readCef(lines[1]!.slice(lines[1]!.indexOf('CEF:'))).fields).toMatchObject({
				cs1: hash,
				cs3: ownEntry().key,
			});
	}
});

test.each(['not UTF-8', 'two lines'])('JSON Lines refuses a leaf that is %s', (what) => {
	const bytes = what === 'not UTF-8' ? Uint8Array.of(0x7b, 0xff, 0x7d) : Buffer.from('{}\n{}');
	expect(() => auditFormats.jsonl.open(META).line({ index: 7, entry: ownEntry(), bytes })).toThrow(
		expect.objectContaining({ code: 'FORGED', where: 'Entry 7 of the log' }),
	);
});
