import { createHash } from 'node:crypto';

const LEAF = Uint8Array.of(0);

/** The hash of a leaf in hex, by which a record of a view is found in the log again (RFC 6962, section 2.1). */
export const leafHashHex = (leaf: Uint8Array): string =>
	createHash('sha256').update(LEAF).update(leaf).digest('hex');
