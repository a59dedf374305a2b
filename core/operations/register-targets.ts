import { KeyturnError } from '../errors';
import { keyName } from '../names';
import type { KeyRecord } from '../rotation/document';
import type { Context } from './context';

/** One target as a person chooses it. */
export interface TargetChoice {
	readonly kind: string;
	readonly settings: Readonly<Record<string, string>>;
	/** Name of the target's admin credential in the vault. */
	readonly admin: string;
}

const MOST_TARGETS = 20;

/** The targets of a key that is being registered, as they are kept. Whether they can be reached is looked at later. */
export function chosenTargets({ drivers }: Context, choices: readonly TargetChoice[]): KeyRecord['targets'] {
	if (choices.length > MOST_TARGETS)
		throw new KeyturnError('BAD_INPUT', 'Targets', `a key has at most ${String(MOST_TARGETS)}`);
	const chosen = choices.map(({ kind, settings, admin }) => {
		const driver = Object.hasOwn(drivers.targets, kind) ? drivers.targets[kind] : undefined;
		if (driver === undefined) throw new KeyturnError('BAD_INPUT', 'Targets', 'choose each from the list');
		const where = `Target ${driver.title}, Admin Credential`;
		if (admin.trim() === '') throw new KeyturnError('BAD_INPUT', where, 'it needs one from the vault');
		const known = driver.fields.map(({ name, default: fallback = '' }) => [
			name,
			settings[name]?.trim() || fallback,
		]);
		return {
			kind,
			settings: Object.fromEntries(known) as Record<string, string>,
			admin: keyName(admin.trim(), where),
		};
	});
	if (new Set(chosen.map((each) => JSON.stringify([each.kind, each.settings]))).size < chosen.length)
		throw new KeyturnError('BAD_INPUT', 'Targets', 'one of them is named twice');
	return chosen;
}
