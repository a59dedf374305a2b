import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { freePort } from '../../scripts/servers/processes';
import { makePrivateFolder, readIfPresent, writeAtomically } from '../storage/files';

/** What one editor needs again at its next start: addresses that are written down in n8n, and who its owner is. */
export interface Kept {
	readonly ports: { readonly n8n: number; readonly vault: number; readonly provider: number };
	readonly owner: { readonly email: string; readonly password: string };
	/** True once credential, workflows and owner are in n8n. */
	readonly filled: boolean;
}

const path = (folder: string): string => join(folder, 'editor.json');

/** Reads it, or makes it up the first time: free ports, and a password that n8n accepts. */
export async function readKept(folder: string): Promise<Kept> {
	makePrivateFolder(folder);
	const text = readIfPresent(path(folder));
	if (text !== undefined) return JSON.parse(text) as Kept;
	const [n8n, vault, provider] = [await freePort(), await freePort(), await freePort()];
	const password = `Kt1-${randomBytes(9).toString('base64url')}`;
	return writeKept(folder, {
		ports: { n8n, vault, provider },
		owner: { email: 'owner@example.com', password },
		filled: false,
	});
}

export function writeKept(folder: string, kept: Kept): Kept {
	writeAtomically(path(folder), JSON.stringify(kept));
	return kept;
}
