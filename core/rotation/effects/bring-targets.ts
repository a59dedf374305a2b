import { type ErrorCode, KeyturnError, isUnknownOutcome } from '../../errors';
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
	const { mode } = session.rotation;
	// In an emergency no target keeps another from its value, and what cannot be asked ends nothing.
	const urgent = mode === 'emergency';
	const left = new Map<number, Behind>();
	const leftOut = ({ message }: KeyturnError, index: number) => {
		left.set(index, { sentence: `${message}.`, goesOn: false });
	};
	const opened = await openTargets(session, urgent ? leftOut : undefined);
	// There each is told first, and only then is any deployment waited for.
	for (const isPatient of urgent ? [false, true] : [true]) {
		for (const { target, index } of opened) {
			if (target.when === 'emergency' && !urgent) continue;
			if (urgent && isPatient && left.get(index)?.goesOn !== true) continue;
			const order = { session, target, index, what, way, tested, isPatient };
			const behind = await tried(session, target, urgent, () => bring(order));
			left.delete(index);
			if (behind === null) continue;
			if (!urgent) return behind;
			// What reads the vault by itself is not waited for.
			if (target.when !== 'emergency') left.set(index, behind);
		}
	}
	const all = [...left.values()];
	if (all.length === 0) return null;
	return {
		sentence: all.map(({ sentence }) => sentence).join(' '),
		goesOn: all.some(({ goesOn }) => goesOn),
	};
}

/** Faults of this run itself: the lease is over, or the vault holds something else than it did. */
const OWN: ReadonlySet<ErrorCode> = new Set(['BUSY', 'CONFLICT', 'FORGED', 'UNKNOWN_OUTCOME']);

async function tried(
	session: Session,
	{ title }: Target,
	urgent: boolean,
	work: () => Promise<Behind | null>,
): Promise<Behind | null> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof KeyturnError)) throw error;
		const { code, message } = error;
		if (isUnknownOutcome(error) || code === 'RATE_LIMITED')
			return { sentence: `${title} did not answer.`, goesOn: false };
		// This run's time was spent on another target.
		if (urgent && code === 'BUSY' && session.isOurs() && !session.room())
			return { sentence: `${title} is still to be told.`, goesOn: true };
		if (!urgent || OWN.has(code)) throw error;
		// Whoever reads what was left behind has to know which place it is.
		const named = message.startsWith(title) ? message : `${title}: ${message}`;
		return { sentence: `${named}.`, goesOn: false };
	}
}

interface Order {
	readonly session: Session;
	readonly target: Target;
	readonly index: number;
	readonly what: Deployment;
	readonly way: 'forth' | 'back';
	readonly tested: boolean[];
	/** Whether a deployment that is under way is waited for. */
	readonly isPatient: boolean;
}

/** Reads first and writes only where it differs, so that a resumed run does not start the wait anew. */
async function bring({
	session,
	target,
	index,
	what,
	way,
	tested,
	isPatient,
}: Order): Promise<Behind | null> {
	const look = () => target.holds(what, receiptFor(session.document, index, what.fingerprint));
	let seen = await look();
	if (seen === 'no') {
		const update = () => target.update(what);
		// Where it is only told to read anew, nothing can land late that would have to be waited for.
		const receipt = await (target.when === 'emergency' ? session.effect(update) : session.write(update));
		if (receipt !== '')
			await session.save((draft) => {
				keepReceipt(draft, index, what.fingerprint, receipt);
			});
		seen = await look();
	}
	for (let pause = FIRST_PAUSE_MS; isPatient && seen === 'not yet' && session.room(); pause *= 1.6) {
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
