import type { DevVaultState } from '../../demo/dev-vault/state';
import type { Document } from '../../core/rotation/document';

/** The newest document of a key as it lies in the simulated vault, or null. The simulator may look; it checks no seal. */
export function unsealed(state: DevVaultState, name: string): Document | null {
	const secret = state.namespaces['']?.mounts['secret/']?.secrets[`/keyturn/documents/${name}`];
	const text = secret?.versions[String(secret.currentVersion)]?.data?.['document'];
	if (typeof text !== 'string') return null;
	const known = cache.get(text);
	if (known !== undefined) return known;
	const document = JSON.parse((JSON.parse(text) as { body: string }).body) as Document;
	cache.clear();
	cache.set(text, document);
	return document;
}

/** The last one parsed: most looks are at the same text. */
const cache = new Map<string, Document>();
