import { KeyturnError } from '../errors';
import { originOf, vaultPath } from '../names';
import { sha256 } from '../secret';
import type { Place } from './vault';

/** The folders below the prefix, each with what the vault login needs there. `metadata` rights on values and admin stay with people. */
export const folders = {
	values: { data: ['create', 'read', 'update'], metadata: ['read'] },
	pending: { data: ['create', 'read', 'update'], metadata: ['create', 'update'] },
	documents: { data: ['create', 'read', 'update'], metadata: ['list'] },
	admin: { data: ['read'], metadata: ['list'] },
	due: { data: ['create', 'update'], metadata: ['list', 'delete'] },
	system: { data: ['create', 'read', 'update'], metadata: [] },
	audit: { data: ['create', 'read'], metadata: ['list'] },
	zones: { data: ['create', 'read', 'update'], metadata: ['list'] },
} as const;

export type Folder = keyof typeof folders;

/** Those in which no secret of anybody else's lies. */
export const withoutValues = [
	'documents',
	'due',
	'system',
	'audit',
	'zones',
] as const satisfies readonly Folder[];

/** Where things are below one mount. Every part was checked, so that joining cannot lead elsewhere. */
export class Layout {
	readonly mount: string;
	readonly prefix: string;
	readonly #shared: readonly string[];

	constructor(mount: string, prefix: string, sharedPaths: string) {
		this.mount = vaultPath(mount, 'Mount');
		this.prefix = vaultPath(prefix, 'Prefix');
		this.#shared = sharedPaths
			.split(',')
			.map((each) => each.trim())
			.filter((each) => each !== '')
			.map((each) => vaultPath(each, 'Other paths'));
		if (this.#shared.some((each) => overlaps(each, this.prefix)))
			throw new KeyturnError('BAD_INPUT', 'Other paths', `name paths outside ${this.prefix}`);
	}

	of(folder: Folder, name: string): string {
		return `${this.prefix}/${folder}/${vaultPath(name, 'Name')}`;
	}

	folder(folder: Folder): string {
		return `${this.prefix}/${folder}`;
	}

	get installation(): string {
		return this.of('system', 'installation');
	}

	/** Beginnings of the paths of Keyturn's own keys: what seals its documents, and what signs the audit log. */
	get ownSecrets(): readonly string[] {
		return [this.installation, this.of('system', 'log-key-')];
	}

	/** When keys were last swept. */
	get sweep(): string {
		return this.of('system', 'sweep');
	}

	/** Names the key that lives at a place, or is the only one at a target's. */
	claimed(spot: Place | string): string {
		const text = typeof spot === 'string' ? spot : `${this.place(spot)}#${spot.field}`;
		return this.of('system', `${typeof spot === 'string' ? 'target' : 'place'}-${sha256(text).slice(0, 32)}`);
	}

	/** True when a key may live there: below the values folder, or below a path that the credential names. */
	allows({ path }: Place): boolean {
		return [this.folder('values'), ...this.#shared].some(
			(root) => path === root || path.startsWith(`${root}/`),
		);
	}

	/** The place's path, checked again right before it becomes part of an address. */
	place(place: Place): string {
		const path = vaultPath(place.path, 'Vault path');
		if (!this.allows(place))
			throw new KeyturnError(
				'BAD_INPUT',
				'Vault path',
				`${path} is outside the paths that the vault credential allows`,
			);
		return path;
	}
}

const overlaps = (a: string, b: string) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

/** The note (custom metadata) in which a person names the origins that an entry's value may be sent to. */
export const ORIGINS_NOTE = 'keyturn-origins';

export const originsIn = (notes: Readonly<Record<string, string>>, path: string): string[] =>
	(notes[ORIGINS_NOTE] ?? '')
		.split(/[\s,]+/)
		.filter((each) => each !== '')
		.map((each) => originOf(each, `Vault (${path}, ${ORIGINS_NOTE})`));
