import { join } from 'node:path';

/** Where the pictures of the documentation are. */
export const IMAGES = join(__dirname, '../../docs/images');
