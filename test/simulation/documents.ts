import type { DevVaultState } from '../../demo/dev-vault/state';
import type { Document } from '../../core/rotation/document';
import { KEY } from './world';

/** The newest document of the key as it lies in the simulated vault, or null. The simulator may look; it checks no seal. */
export function unsealed(state: DevVaultState): Document | null {
	const secret = state.namespaces['']?.mounts['secret/']?.secrets[PATH];
	const text = secret?.versions[String(secret.currentVersion)]?.data?.['document'];
	if (typeof text !== 'string') return null;
	if (text !== last?.text)
		last = { text, document: JSON.parse((JSON.parse(text) as { body: string }).body) as Document };
	return last.document;
}

const PATH = `/keyturn/documents/${KEY}`;

/** The last one parsed: most looks are at the same text. */
let last: { readonly text: string; readonly document: Document } | null = null;
