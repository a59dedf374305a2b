import { MAX_SETBACKS } from '../bounds';
import type { Document } from '../document';
import { abandon, askPerson, enter, owe } from '../journal';
import { leakedSoFar } from '../requests';
import type { Session } from '../session';

/** The new key, which is in use nowhere, is to die. Gives the state in which another is asked for. */
function giveUp(draft: Document, at: number): 'PLANNED' {
	const { rotation } = draft;
	const next = rotation?.next ?? null;
	abandon(draft);
	if (rotation !== null) {
		rotation.next = null;
		rotation.setbacks = 0;
	}
	if (next !== null && next.keyId !== null) owe(draft, next.keyId, 'orphan', at, next.fingerprint);
	return 'PLANNED';
}

/**
 * Something did not work: tried again by later runs, then rolled back where the old key is still good, else left to a
 * person. `refused`: it is the new key itself, which is in use nowhere yet.
 */
export async function setBack(
	session: Session,
	sentence: string,
	atOnce = false,
	refused = false,
): Promise<'go' | 'pause'> {
	const { state, setbacks, old } = session.rotation;
	const enough = atOnce || setbacks + 1 >= MAX_SETBACKS;
	const problem = { code: 'NEEDS_HUMAN', sentence, next: 'Look at what the sentence names, then run again.' };
	await session.release((draft, note) => {
		const at = session.time().latest;
		// What a person has said meanwhile counts, though no run has taken it up yet.
		const leaked = leakedSoFar(draft);
		if (enough && old !== null && leaked !== 'old' && leaked !== 'both') {
			enter(draft, 'ROLLING_BACK', at).problem = {
				...problem,
				next: 'The old key stays in use. Mend the cause, then rotate again.',
			};
			note('roll back begun', { why: sentence });
			return;
		}
		if (enough) {
			// What the provider plainly refuses is given up, so that the next run asks for another.
			askPerson(draft, at, problem, refused ? giveUp(draft, at) : state);
			return;
		}
		const rotation = draft.rotation;
		if (rotation === null) return;
		rotation.setbacks += 1;
		rotation.problem = { ...problem, next: 'The next run tries again by itself.' };
	});
	return 'pause';
}
