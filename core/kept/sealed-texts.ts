import { KeyturnError, hasCode, isUnknownOutcome } from '../errors';
import { hex } from '../hex';
import type { Context } from '../operations/context';
import { sealText, unsealText } from '../sealing/envelope';
import { type InstallationKeys, installationKeys } from '../sealing/installation-keys';
import { Secret } from '../secret';

export interface SealedText {
	readonly tag: string;
	readonly text: string;
}

/** Where sealed texts are in the vault: about a zone, whose name their ids begin with, or about the installation. */
export type SealedFolder = 'zones' | 'system';

/** Texts in one folder of the vault, each with its authentication. Ids are paths of names. */
export interface SealedTexts {
	/** Null when it was never written. Throws FORGED, with `where`, when it is not what Keyturn wrote. */
	read(id: string, where: string): Promise<SealedText | null>;
	/** Writes if the newest tag is `after` (null: never written); throws CONFLICT otherwise. Gives the new tag. */
	write(id: string, after: string | null, text: string): Promise<string>;
	/**
	 * Writes what was never written. An answer that was lost is looked for. Throws CONFLICT when another text is there.
	 */
	create(id: string, text: string, where: string): Promise<void>;
	/** The keys that the installation seals with; made when there are none. */
	keys(): Promise<InstallationKeys>;
}

/** The installation's key is made when the first text is written. */
export function openSealedTexts(
	{ host, vault }: Pick<Context, 'host' | 'vault'>,
	folder: SealedFolder,
): SealedTexts {
	const texts = vault[folder];
	/** No key has a name with a slash, so a key's document never passes for one of these. */
	const sealedName = (id: string) => `${folder}/${id}`;
	let keys: InstallationKeys | null = null;

	async function known(): Promise<InstallationKeys | null> {
		const key = keys === null ? await vault.readInstallationKey() : null;
		if (key !== null) keys = installationKeys(key, vault.origin);
		return keys;
	}

	async function made(): Promise<InstallationKeys> {
		const candidate = new Secret(hex(host.random(32)), 'installation key', [vault.origin]);
		return (keys = installationKeys(await vault.createInstallationKey(candidate), vault.origin));
	}

	return {
		async keys() {
			return keys ?? (await known()) ?? (await made());
		},
		async read(id, where) {
			const by = await known();
			const stored = await texts.read(id);
			if (stored === null) return null;
			if (by === null)
				throw new KeyturnError('FORGED', where, 'it is there and the installation’s key is not');
			return { tag: stored.tag, text: unsealText(sealedName(id), stored, by, where) };
		},
		async write(id, after, text) {
			const by = await this.keys();
			return await texts.write(id, after, sealText(sealedName(id), after, text, by));
		},
		async create(id, text, where) {
			try {
				await this.write(id, null, text);
			} catch (error) {
				if (!hasCode(error, 'CONFLICT') && !isUnknownOutcome(error)) throw error;
				const there = await this.read(id, where);
				if (there?.text !== text) throw error;
			}
		},
	};
}
