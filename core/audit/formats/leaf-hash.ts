import { hex } from '../../hex';
import { leafHash } from '../tree/hashes';

/** The hash of a leaf in hex, by which a record of a view is found in the log again (RFC 6962, section 2.1). */
export const leafHashHex = (leaf: Uint8Array): string => hex(leafHash(leaf));
