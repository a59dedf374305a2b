import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData as folderOf } from '../shared-data';

/** Other people's DNS test data, by the name of the file. Null when it is not there. */
export function sharedData(folder: string): ReadonlyMap<string, string> | null {
	const path = folderOf('dns', folder);
	if (path === null) return null;
	return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}
