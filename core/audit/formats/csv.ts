import { shortened, visible } from '../../visible';
import type { AuditFormat, ViewedEntry } from './format';
import { leafHashHex } from './leaf-hash';
import { plainJson } from './plain-json';
import { timeShown } from './time-shown';

/** The columns; with number and hash a row is found in the log again. */
const columns: Readonly<Record<string, (viewed: ViewedEntry) => string>> = {
	'Leaf Index': ({ index }) => String(index),
	'Leaf Hash': ({ bytes }) => leafHashHex(bytes),
	Time: ({ entry }) => timeShown(entry.at) ?? '',
	Kind: ({ entry }) => entry.kind,
	Key: ({ entry }) => entry.key,
	Actor: ({ entry }) => entry.actor,
	Facts: ({ entry }) => plainJson(entry.facts),
	'Entry ID': ({ entry }) => entry.id,
};

/**
 * A table for a spreadsheet (RFC 4180). It is a view: a text that would be taken for a formula gets a `'`, so the leaf
 * cannot be had back from it.
 */
export const csv: AuditFormat = {
	title: 'CSV for a Spreadsheet',
	fileName: 'audit-log.csv',
	mediaType: 'text/csv; charset=utf-8; header=present',
	exact: false,
	open: () => ({
		head: row(Object.keys(columns)),
		line: (viewed) => row(Object.values(columns).map((cell) => cell(viewed))),
	}),
};

const row = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

/** What a cell of Excel holds, less the signs that are put in; what is longer would run over into the next rows. */
const LONGEST_CELL = 32_000;

const quoted = (text: string): string =>
	`"${inert(shortened(visible(text), LONGEST_CELL)).replaceAll('"', '""')}"`;

/**
 * Puts a `'` before each sign that begins a formula (OWASP ASVS 5, 1.2.10; full-width and small forms as well), at the
 * beginning of a cell, and where a reader that divides cells by another sign would begin one. A text that has the `'`
 * already gets a further one, so that it is known which one is ours.
 */
const inert = (text: string): string =>
	text.replace(/(^|[;,|"])(\s*)(?='*[=+\-@＝＋－＠﹦﹢﹣﹫])/gu, "$1$2'");
