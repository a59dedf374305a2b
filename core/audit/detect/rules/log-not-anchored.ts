import { DAY_MS, type Rule } from '../rule';

export const logNotAnchored: Rule = {
	severity: 'medium',
	title: 'Nobody outside keeps the newest checkpoint',
	looksFor:
		'Entries of the log that are newer than the last checkpoint which somebody outside was given, for more than a day; where none was ever given, from the first look of the watch on.',
	remedy:
		'Choose under Message For, in Watch and Receive, how alerts are sent, and see that they reach their channel: each carries the checkpoint. Until then, whoever holds the vault could rewrite those entries unseen.',
	quiet: null,
	judge({ input: { log, now } }) {
		if (log === undefined || log.answer !== 'verified') return [];
		const { anchoredAt, newer, unkeptSince } = log;
		const late = unkeptSince !== null && now - unkeptSince > DAY_MS;
		const since =
			anchoredAt === null
				? 'no checkpoint was ever given out'
				: `the last was given out at ${new Date(anchoredAt).toISOString()}`;
		const entries = newer === 1 ? '1 entry is' : `${newer} entries are`;
		const sentence = late
			? `${entries} newer than any checkpoint outside; ${since}.`
			: 'The newest entries are anchored.';
		return [{ state: late ? 'on' : 'off', key: 'anchor', at: now, target: 'Audit log', sentence }];
	},
};
