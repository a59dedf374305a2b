import { HOUR_MS, type Rule } from '../rule';

export const sourceSilent: Rule = {
	severity: 'high',
	title: 'A source of events is silent',
	looksFor:
		'A source that was not heard of for longer than it should be: while it is, nothing that it would show is seen.',
	remedy:
		'See whether the forwarder or the workflow that reads it still runs, and whether its credential is accepted.',
	quiet: null,
	judge: ({ input }) =>
		(input.heard ?? []).map(({ source, heardAt, silentAfter }) => {
			const silent = heardAt === null || input.now - heardAt > silentAfter;
			const since =
				heardAt === null ? 'was never heard of' : `was last heard of at ${new Date(heardAt).toISOString()}`;
			return {
				state: silent ? 'on' : 'off',
				key: source,
				at: input.now,
				target: source,
				sentence: silent
					? `${source} ${since}; it should be heard of every ${Math.round((silentAfter / HOUR_MS) * 10) / 10} hours.`
					: `${source} is heard of again.`,
			};
		}),
};
