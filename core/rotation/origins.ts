import { KeyturnError } from '../errors';

/** Refuses, before anything is sent, what the vault entry of a value does not allow. */
export function requireOrigin(
	entry: string,
	allowed: readonly string[],
	origin: string,
	vaultOrigin: string,
): void {
	if (allowed.includes(origin)) return;
	const others = allowed.filter((each) => each !== vaultOrigin);
	throw new KeyturnError(
		'ORIGIN_REFUSED',
		entry,
		`it may be sent to ${others.length === 0 ? 'no origin yet' : others.join(', ')}, not to ${origin}. Nothing was sent`,
	);
}
