import { KeyturnError } from '../errors';
import { keyName } from '../names';
import type { KeyRecord } from '../rotation/document';
import type { TargetDriver } from '../targets/target';
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
	refuseSharedPlaces({ drivers }, chosen);
	return chosen;
}

/** Each of two targets at such a place would be taken for changed whenever the other is written, for ever. */
function refuseSharedPlaces({ drivers }: Pick<Context, 'drivers'>, chosen: KeyRecord['targets']): void {
	const seen = new Set<string>();
	for (const target of chosen) {
		const named = spotOf(drivers, target);
		if (named === null) continue;
		const { title } = drivers.targets[target.kind] as TargetDriver;
		if (seen.has(named))
			throw new KeyturnError(
				'BAD_INPUT',
				'Targets',
				`two of them are one ${title}, of which Keyturn sees only that it was changed`,
				{
					next: 'Keep one of them. A value that two fields need belongs into two credentials.',
				},
			);
		seen.add(named);
	}
}

/** What names a target's place that only one target, of one key, can be at; null where several can. */
export function spotOf(drivers: Context['drivers'], { kind, settings }: Chosen): string | null {
	const place = drivers.targets[kind]?.place;
	return place === undefined
		? null
		: JSON.stringify([kind, ...place.map((field) => settings[field]?.replace(/\/+$/, ''))]);
}

type Chosen = Pick<KeyRecord['targets'][number], 'kind' | 'settings'>;
