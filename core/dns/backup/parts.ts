import { KeyturnError } from '../../errors';
import { sha256 } from '../../secret';
import type { SealedTexts } from '../../kept/sealed-texts';
import type { KeptText } from './manifest';

/**
 * In characters, all ASCII. A text is escaped twice on its way into an entry (by the seal and by the vault), which makes at
 * most four bytes of one: 512 KiB, what an entry of a vault on Consul may have; one on integrated storage may have 1 MiB.
 * Source: https://developer.hashicorp.com/vault/docs/internals/limits
 */
export const PART_CHARACTERS = 128 * 1024;

/** Data as JSON in ASCII, so that a character is a byte everywhere. */
export const asciiJson = (value: unknown): string =>
	JSON.stringify(value).replace(
		/[\u007f-\uffff]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

/** Keeps a text in parts below a path, each written once; parts are numbered from 0. */
export async function keepText(
	texts: SealedTexts,
	path: string,
	text: string,
	where: string,
): Promise<KeptText> {
	const parts = text.match(new RegExp(`[^]{1,${PART_CHARACTERS}}`, 'g')) ?? [];
	for (const [index, part] of parts.entries()) await texts.create(`${path}/${index}`, part, where);
	return { characters: text.length, sha256: sha256(text), parts: parts.map(sha256) };
}

/**
 * Puts a text together again. Throws NO_SUCH_ENTRY for a part that is gone, FORGED for one that is another than was
 * written or was not written by Keyturn, ENTRY_DELETED for one that somebody deleted.
 */
export async function readText(
	texts: SealedTexts,
	path: string,
	kept: KeptText,
	where: string,
): Promise<string> {
	let text = '';
	for (const [index, hash] of kept.parts.entries()) {
		const part = await texts.read(`${path}/${index}`, where);
		if (part === null)
			throw new KeyturnError('NO_SUCH_ENTRY', where, `part ${index} is not in the vault`, {
				next: 'Make a new backup, and look in the vault’s own page who removed the entry.',
			});
		if (sha256(part.text) !== hash)
			throw new KeyturnError('FORGED', where, `part ${index} is not what was written`);
		text += part.text;
	}
	if (text.length !== kept.characters || sha256(text) !== kept.sha256)
		throw new KeyturnError('FORGED', where, 'its parts do not make the text that was written');
	return text;
}
