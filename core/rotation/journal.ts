import { createHash } from 'node:crypto';
import type { Debt, Document, Intent, Rotation, State } from './document';

const MOST_MARKS = 60;

/** Sets the state and keeps the time at which it was reached, for the row that a person sees. */
export function enter(draft: Document, state: State, at: number): Rotation {
	const rotation = draft.rotation as Rotation;
	rotation.state = state;
	if (rotation.marks.at(-1)?.state !== state) rotation.marks.push({ state, at });
	// A key that waits for months must not make its document grow for months.
	if (rotation.marks.length > MOST_MARKS) rotation.marks.splice(1, rotation.marks.length - MOST_MARKS);
	if (state !== 'NEEDS_HUMAN') rotation.resume = null;
	if (state === 'OLD_DISABLED') rotation.disabling = true;
	if (state === 'ROLLING_BACK') rotation.cachedUntil = null;
	return rotation;
}

/** Whether the rotation has ever been in this state, as far as its marks go back: when in doubt, it was. */
export const hasReached = ({ marks }: Rotation, state: State): boolean =>
	marks.length >= MOST_MARKS || marks.some((mark) => mark.state === state);

/** Stops the rotation until a person has done something, and tells where it goes on. */
export function askPerson(draft: Document, at: number, problem: Rotation['problem'], resume: State): void {
	const rotation = enter(draft, 'NEEDS_HUMAN', at);
	rotation.problem = problem;
	rotation.resume = resume;
}

/** The part of all our key names at a provider that belongs to this document: from its random uid, never its name. */
export const namePrefix = (document: Document): string =>
	`kt-${createHash('sha256').update(document.uid).digest('hex').slice(0, 12)}-`;

export const keyNameOf = (document: Document, rotation: number, epoch: number, attempt: number): string =>
	`${namePrefix(document)}${String(rotation)}.${String(epoch)}.${String(attempt)}`;

export const liveIntent = (document: Document): Intent | undefined =>
	document.intents.find(({ live }) => live);

/** Gives up the live name: whatever is made under it from now on is debt. */
export function abandon(draft: Document): void {
	for (const intent of draft.intents) intent.live = false;
}

/** Writes down that a key of a fresh name is about to be asked for. */
export function intend(draft: Document, at: number): void {
	const rotation = draft.rotation as Rotation;
	rotation.attempt += 1;
	abandon(draft);
	draft.intents.push({
		name: keyNameOf(draft, rotation.number, draft.epoch, rotation.attempt),
		at,
		epoch: draft.epoch,
		live: true,
	});
}

/** The ids that no debt may ever name: what is in use, what is in grace, what is becoming the key. */
export function protectedIds(document: Document): ReadonlySet<string> {
	const { current, rotation } = document;
	const ids = [current?.keyId, rotation?.old?.keyId, rotation?.next?.keyId];
	return new Set(ids.filter((id): id is string => typeof id === 'string'));
}

/** Takes a key that must die into the list of debts, unless it is one that must live. */
export function owe(
	draft: Document,
	keyId: string,
	reason: Debt['reason'],
	at: number,
	fingerprint: string | null,
	version: string | null = null,
): void {
	if (protectedIds(draft).has(keyId) || draft.debt.some((each) => each.keyId === keyId)) return;
	draft.debt.push({
		keyId,
		reason,
		since: at,
		fingerprint,
		version,
		disabled: false,
		rotation: draft.rotations,
		todo: null,
		saidBy: null,
	});
}
