import { createHmac } from 'node:crypto';
import type { Secret } from '../secret';

/** The keys made from an installation's one random key: one authenticates documents, one makes fingerprints. */
export interface InstallationKeys {
	/** 64 hex digits, used as they stand: 256 bits of key either way. */
	readonly seal: string;
	readonly prints: string;
}

/** The installation key never leaves the vault and this process, so it is revealed to the vault's origin only. */
export function installationKeys(key: Secret, vaultOrigin: string): InstallationKeys {
	const derive = (label: string) => createHmac('sha256', key.reveal(vaultOrigin)).update(label).digest('hex');
	let prints: string | null = null;
	return {
		seal: derive('keyturn document seal v1'),
		// Most looks at a key compare no value.
		get prints() {
			return (prints ??= derive('keyturn fingerprint v1'));
		},
	};
}
