import type { AuditStore } from '../audit/store';
import { hasCode } from '../errors';
import type { Kv2 } from './hashicorp-kv';
import type { Folder, Layout } from './hashicorp-layout';
import type { StoredDocument, TextStore, ZoneStore } from './vault';

/** The audit log as entries that are created once. */
export function auditStore(kv: Kv2, layout: Layout): AuditStore {
	return {
		async createIfAbsent(id, text) {
			try {
				await kv.put(layout.of('audit', id), 0, { entries: text });
				return text;
			} catch (error) {
				// A login that may create and not change is refused for what exists: as it should be for a log.
				if (!hasCode(error, 'CONFLICT', 'LOGIN_REFUSED')) throw error;
				const there = await this.read(id);
				if (there === null) throw error;
				return there;
			}
		},
		async read(id) {
			const text = (await kv.get(layout.of('audit', id)))?.fields['entries'];
			return typeof text === 'string' ? text : null;
		},
		async list(prefix) {
			if (prefix === '') return await kv.list(layout.folder('audit'));
			const names = await kv.list(layout.of('audit', prefix));
			return names.sort((a, b) => parseInt(a, 10) - parseInt(b, 10)).map((each) => `${prefix}/${each}`);
		},
	};
}

/** Texts at paths below the prefix; a text's tag is the version of its entry. */
export const documentsAt = (kv: Kv2) => ({
	async read(path: string): Promise<StoredDocument | null> {
		const entry = await kv.get(path);
		if (entry === null) return null;
		const text = entry.fields['document'];
		return {
			tag: String(entry.version),
			after: entry.version === 1 ? null : String(entry.version - 1),
			text: typeof text === 'string' ? text : '',
		};
	},
	write: (path: string, after: string | null, text: string) =>
		kv.put(path, tagNumber(after), { document: text }),
});

export function textStore(kv: Kv2, layout: Layout, folder: Folder): TextStore {
	const texts = documentsAt(kv);
	return {
		read: (id) => texts.read(layout.of(folder, id)),
		write: (id, after, text) => texts.write(layout.of(folder, id), after, text),
	};
}

export function zoneStore(kv: Kv2, layout: Layout): ZoneStore {
	return {
		...textStore(kv, layout, 'zones'),
		list: (path) => kv.list(path === '' ? layout.folder('zones') : layout.of('zones', path)),
	};
}

/** What the engine calls the version that a write replaces. */
export const tagNumber = (tag: string | null): number => (tag === null ? 0 : Number(tag));
