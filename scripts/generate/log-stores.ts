import type { LogStoreDriver } from '../../core/audit/stores/store';
import { fieldTable, table } from './pages';

/** Where the audit log can lie, and what each place is worth. */
export const storeTable = (drivers: readonly LogStoreDriver[]): string =>
	`\n${table(
		['Store', 'What keeps two writers apart', 'What locks', 'Longest file', 'Proved on'],
		drivers.map(({ title, docs, promises: { keepsApart, lock, mostBytes, provedOn } }) => [
			`[${title}](${docs})`,
			keepsApart,
			lock ?? 'nothing: whoever may delete there can',
			`${mostBytes.toLocaleString('en')} bytes`,
			provedOn,
		]),
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
