import { MEBIBYTE } from '../../core/audit/stores/files';
import type { LogStoreDriver } from '../../core/audit/stores/store';
import { fieldTable, table } from './pages';

const NO_LOCK = 'nothing: whoever may delete there can';
const bytes = (count: number): string => `${count.toLocaleString('en')} bytes`;

/** No driver, so it tells of itself here: the same tests run on it, and no node can offer it. */
const FOLDER = [
	'[A Folder](../demo/audit/folder-store.ts), in demo and benchmark only: n8n verifies no community node with file access, so no node can offer it',
	'A hard link to a name that is taken: the second writer is told that something is there',
	NO_LOCK,
	bytes(MEBIBYTE),
	'Linux’s own file system, by the same tests',
];

/** Where the audit log can lie, and what each place is worth. */
export const storeTable = (drivers: readonly LogStoreDriver[]): string =>
	`\n${table(
		['Store', 'What keeps two writers apart', 'What locks', 'Longest file', 'Proved on'],
		[
			...drivers.map(({ title, docs, promises: { keepsApart, lock, mostBytes, provedOn } }) => [
				`[${title}](${docs})`,
				keepsApart,
				lock ?? NO_LOCK,
				bytes(mostBytes),
				provedOn,
			]),
			FOLDER,
		],
	)}\n`;

/** The credential of each store and the smallest rights that are enough. */
export const storeRights = (drivers: readonly LogStoreDriver[]): string =>
	drivers
		.map(({ title, admin, rights, policy }) => {
			const shown = policy === null ? '' : `\n\`\`\`json\n${policy}\n\`\`\`\n`;
			return `\n### ${title}\n\n${admin === null ? 'No credential of its own.' : `The credential: ${lowered(admin)}.`}\n\n${rights}.\n${shown}`;
		})
		.join('');

/** What is filled in for each store. */
export const storeSettings = (drivers: readonly LogStoreDriver[]): string =>
	drivers
		.filter(({ fields }) => fields.length > 0)
		.map(({ title, fields }) => `\n### ${title}: settings\n\n${fieldTable(fields)}\n`)
		.join('');

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
