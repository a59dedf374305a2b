import { hasCode, isUnknownOutcome } from '../../errors';
import type { Deployment, Holding, Target } from '../../targets/target';
import type { Session } from '../session';
import { keepReceipt, openTargets, receiptFor } from '../targets';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/** What keeps a target from holding the value. */
export interface Behind {
	readonly sentence: string;
	/** True while a deployment is under way, which is nobody's fault. */
	readonly goesOn: boolean;
}

/**
 * Has every target hold the value that needs to, on the way forth or back. Null when each does. `tested` gets, for each
 * that was brought to it, whether it was also seen to work with the value.
 */
export async function bringTargets(
	session: Session,
	what: Deployment,
	way: 'forth' | 'back',
	tested: boolean[] = [],
): Promise<Behind | null> {
	for (const { target, index } of await openTargets(session)) {
		if (target.when === 'emergency' && session.rotation.mode === 'planned') continue;
		try {
			const behind = await bring(session, target, index, what, way, tested);
			if (behind !== null) return behind;
		} catch (error) {
			if (!isUnknownOutcome(error) && !hasCode(error, 'RATE_LIMITED')) throw error;
			return { sentence: `${target.title} did not answer.`, goesOn: false };
		}
	}
	return null;
}

/** Reads first and writes only where it differs, so that a resumed run does not start the wait anew. */
async function bring(
	session: Session,
	target: Target,
	index: number,
	what: Deployment,
	way: 'forth' | 'back',
	tested: boolean[],
): Promise<Behind | null> {
	const look = () => target.holds(what, receiptFor(session.document, index, what.fingerprint));
	let seen = await look();
	if (seen === 'no') {
		const receipt = await session.write(() => target.update(what));
		if (receipt !== '')
			await session.save((draft) => {
				keepReceipt(draft, index, what.fingerprint, receipt);
			});
		seen = await look();
	}
	for (let pause = FIRST_PAUSE_MS; seen === 'not yet' && session.room(); pause *= 1.6) {
		await session.sleep(Math.min(pause, LONGEST_PAUSE_MS));
		seen = await look();
	}
	const planned = session.rotation.mode === 'planned';
	// What is gone holds no value that could be refused; on the way forth a person is told all the same.
	if (seen === 'gone' && (way === 'back' || !planned)) return null;
	if (seen !== 'yes') return { sentence: sentences[seen](target.title), goesOn: seen === 'not yet' };
	// A leaked key does not wait until a service is well again.
	const works = way === 'forth' && planned ? ((await target.works?.()) ?? null) : null;
	if (works === false)
		return { sentence: `${target.title} holds the new value, and its own test of it fails.`, goesOn: false };
	tested.push(works === true);
	return null;
}

const sentences: Readonly<Record<Exclude<Holding, 'yes'>, (title: string) => string>> = {
	no: (title) => `${title} does not hold the right value after the update.`,
	'not yet': (title) => `${title} is still being deployed.`,
	gone: (title) => `${title} is there no more, so nothing can be put into it.`,
};
