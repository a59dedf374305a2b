import { DAY_MS, type Rule } from '../rule';

/** The nightly run has had its turn by then. */
const PATIENCE_MS = DAY_MS;

export const rotationOverdue: Rule = {
	severity: 'high',
	title: 'A rotation is overdue',
	looksFor: 'A managed key that was due more than a day ago.',
	remedy: 'See that the nightly workflow is active and runs without an error, then run Rotate Due.',
	quiet: null,
	judge: ({ input }) =>
		(input.rows ?? []).map(({ name, dueAt }) => {
			const late = input.now - dueAt > PATIENCE_MS;
			const day = new Date(dueAt).toISOString().slice(0, 10);
			return {
				state: late ? 'on' : 'off',
				key: name,
				at: input.now,
				target: name,
				sentence: late ? `${name} was due on ${day} and was not rotated.` : `${name} is due on ${day}.`,
			};
		}),
};
