import { KeyturnError } from '../errors';
import { sha256 } from '../secret';
import type { Terms } from './cached';
import { allowedOrigins } from './hosts';
import { placementOf, type Placement } from './placement';

export interface BackedSettings extends Terms {
	/** The origins of Allowed Hosts. */
	readonly hosts: readonly string[];
	readonly placement: Placement;
	/** Tells one reading of one entry by one login from all others. A hash: logins are among what it is made of. */
	readonly reading: string;
}

const LONGEST_S = 86_400;
/** What names the entry that is read. Another entry's value must not be used in its place. */
const ENTRY = ['address', 'namespace', 'mount', 'path', 'field', 'refresh'];
const LOGIN = ['address', 'namespace', 'login', 'loginMount', 'roleId', 'secretId', 'token'];

/** What a vault-backed credential was filled in with, or BAD_INPUT or ADDRESS with the field's name. */
export function backedSettings(settings: Readonly<Record<string, string>>): BackedSettings {
	const digest = (names: readonly string[]) =>
		sha256(JSON.stringify(names.map((name) => settings[name]?.trim() ?? '')));
	const mark = digest(ENTRY).slice(0, 16);
	return {
		hosts: allowedOrigins(settings['allowedHosts'] ?? ''),
		placement: placementOf(settings),
		cacheMs: cacheSeconds(settings['cacheSeconds'] ?? '') * 1_000,
		mark,
		reading: `${mark}/${digest(LOGIN)}`,
	};
}

function cacheSeconds(text: string): number {
	const seconds = Number(text);
	if (text.trim() === '' || !Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_S)
		throw new KeyturnError('BAD_INPUT', 'Cache Time', `use whole seconds from 1 to ${LONGEST_S}`);
	return seconds;
}
