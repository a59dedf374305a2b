import { parseIp4, parseIp6 } from '../../ip-address';
import { shortened, visible } from '../../visible';
import type { AuditFormat, ViewedEntry, ViewMeta } from './format';
import { leafHashHex } from './leaf-hash';
import { plainJson } from './plain-json';
import { type ToldEvent, toldEvent } from './told-event';

/**
 * ArcSight's Common Event Format 1.x, a line an entry. Sizes and keys are of OpenText's "Implementing ArcSight Common
 * Event Format", document version 27; sizes are in characters, before escaping.
 */
export const cef: AuditFormat = {
	title: 'CEF for ArcSight and Others',
	fileName: 'audit-log.cef',
	mediaType: 'text/plain; charset=utf-8',
	exact: false,
	open: (meta) => ({ head: '', line: (viewed) => `${cefLine(meta, viewed)}\n` }),
};

/** One record without its line break. */
export function cefLine(meta: ViewMeta, viewed: ViewedEntry): string {
	const { kind } = viewed.entry;
	const header = [
		'CEF:1',
		'Keyturn',
		'Keyturn',
		inHeader(meta.version, 31),
		inHeader(kind, 1_023),
		inHeader(kind, 512),
		LOW,
	];
	return `${header.join('|')}|${extension(meta, viewed).join(' ')}`;
}

/** The log only says what happened; whether it matters is for who reads it to judge. */
const LOW = '3';

const inHeader = (text: string, size: number): string =>
	shortened(visible(text), size).trim().replace(/[\\|]/g, '\\$&');

/** Breaks of lines stay, as escapes; spaces around a value would be lost or taken for the next key's. */
const inExtension = (text: string, size: number): string =>
	shortened(
		text
			.split(/\r\n|\r|\n/)
			.map(visible)
			.join('\n'),
		size,
	)
		.trim()
		.replace(/[\\=]/g, '\\$&')
		.replaceAll('\n', '\\n');

interface Field {
	readonly key: string;
	readonly size: number;
	/** For the fields that the dictionary leaves to the producer. */
	readonly label?: string;
	readonly value: (viewed: ViewedEntry, meta: ViewMeta, told: ToldEvent | null) => string;
}

const fields: readonly Field[] = [
	{ key: 'rt', size: 20, value: ({ entry }) => String(entry.at) },
	{ key: 'start', size: 20, value: (_viewed, _meta, told) => (told === null ? '' : String(told.time)) },
	{ key: 'suser', size: 1_023, value: ({ entry }, _meta, told) => told?.actor ?? entry.actor },
	{ key: 'outcome', size: 63, value: (_viewed, _meta, told) => told?.outcome ?? '' },
	{ key: 'act', size: 63, value: (_viewed, _meta, told) => told?.operation ?? '' },
	{ key: 'sourceServiceName', size: 1_023, value: (_viewed, _meta, told) => told?.source ?? '' },
	{ key: 'src', size: 15, value: (_viewed, _meta, told) => addressOf(told, parseIp4) },
	{
		key: 'c6a2',
		size: 45,
		label: 'Source IPv6 Address',
		value: (_viewed, _meta, told) => addressOf(told, parseIp6),
	},
	{ key: 'cn1', size: 20, label: 'Leaf Index', value: ({ index }) => String(index) },
	{ key: 'cs1', size: 4_000, label: 'Leaf Hash', value: ({ bytes }) => leafHashHex(bytes) },
	{ key: 'cs2', size: 4_000, label: 'Log', value: (_viewed, { origin }) => origin },
	{ key: 'cs3', size: 4_000, label: 'Key', value: ({ entry }) => entry.key },
	{ key: 'cs4', size: 4_000, label: 'Facts', value: ({ entry }) => plainJson(entry.facts) },
	{ key: 'cs6', size: 4_000, label: 'Target', value: (_viewed, _meta, told) => told?.target ?? '' },
	{ key: 'cs5', size: 4_000, label: 'Entry ID', value: ({ entry }) => entry.id },
];

const addressOf = (told: ToldEvent | null, parse: (text: string) => unknown): string =>
	told !== null && parse(told.from) !== null ? told.from : '';

/** A field that is empty is left out. */
const extension = (meta: ViewMeta, viewed: ViewedEntry): string[] => {
	const told = toldEvent(viewed.entry);
	return fields.flatMap(({ key, size, label, value }) => {
		const text = inExtension(value(viewed, meta, told), size);
		if (text === '') return [];
		return label === undefined ? [`${key}=${text}`] : [`${key}Label=${label}`, `${key}=${text}`];
	});
};
