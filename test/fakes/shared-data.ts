import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where a folder of other people's test data lies: beside the project, read in place. Null when it is not there. */
export function sharedData(...path: readonly string[]): string | null {
	const folder = join(__dirname, '../../../shared/data', ...path);
	return existsSync(folder) ? folder : null;
}
