import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Other people's DNS test data: beside the project, read in place. Null when it is not there. */
export function sharedData(folder: string): ReadonlyMap<string, string> | null {
	const shared = process.env['KEYTURN_SHARED'] ?? join(__dirname, '../../../../shared');
	const path = join(shared, 'data/dns', folder);
	if (!existsSync(path)) return null;
	return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}
