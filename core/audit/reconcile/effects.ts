import type { Action } from '../events/event';
import type { Role } from '../events/managed';

/** What somebody else's log shows of one of our entries. */
export interface Effect {
	readonly role: Role;
	readonly action: Action;
	/** `must`: without such an event the entry tells of something that did not happen. `may`: such an event is ours. */
	readonly expected: 'must' | 'may';
	/** How much later the event may be, in ms, where it comes with a later run. */
	readonly later?: number;
}

const DAY_MS = 86_400_000;
/** A dead value is destroyed by a later sweep, without an entry of its own. */
const UNTIL_SWEPT_MS = 40 * DAY_MS;

const destroyed: Effect = { role: 'vault', action: 'secret deleted', expected: 'may', later: UNTIL_SWEPT_MS };
const must = (role: Role, action: Action): Effect => ({ role, action, expected: 'must' });
const may = (role: Role, action: Action): Effect => ({ role, action, expected: 'may' });

/** Every kind of entry that has an effect which others can see. What is not here has none. */
export const effects: Readonly<Record<string, readonly Effect[]>> = {
	'key created': [must('provider', 'key created')],
	// Its value was lost with the answer, or it was not as asked for: it was made, and killed.
	'key refused': [may('provider', 'key created')],
	'key proved dead': [may('provider', 'key created'), may('provider', 'key deleted'), destroyed],
	'key put into the vault by a person': [may('provider', 'key created')],
	'value published': [must('vault', 'secret written')],
	'old key disabled': [must('provider', 'key disabled')],
	'old key proved dead': [must('provider', 'key deleted'), destroyed],
	'roll back begun': [may('vault', 'secret written'), may('provider', 'key enabled')],
	'rolled back': [
		may('vault', 'secret written'),
		may('provider', 'key enabled'),
		may('provider', 'key deleted'),
	],
};

/** Actions that change a managed key: seen on one without an entry of ours, somebody else did it. */
export const changing: ReadonlySet<Action> = new Set<Action>([
	'key created',
	'key changed',
	'key deleted',
	'key disabled',
	'key enabled',
	'secret written',
	'secret deleted',
]);
