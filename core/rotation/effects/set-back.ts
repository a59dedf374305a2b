import { MAX_SETBACKS } from '../bounds';
import { askPerson, enter } from '../journal';
import { leakedSoFar } from '../requests';
import type { Session } from '../session';

/** Something did not work: tried again by later runs, then rolled back where the old key is still good, else left to a person. */
export async function setBack(session: Session, sentence: string, atOnce = false): Promise<'go' | 'pause'> {
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
			askPerson(draft, at, problem, state);
			return;
		}
		const rotation = draft.rotation;
		if (rotation === null) return;
		rotation.setbacks += 1;
		rotation.problem = { ...problem, next: 'The next run tries again by itself.' };
	});
	return 'pause';
}
