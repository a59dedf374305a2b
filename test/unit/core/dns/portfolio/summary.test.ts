import { type Progress, summaryOf } from '../../../../../core/dns/portfolio/report';

const told = (more: Partial<Progress>) => {
	const { light, sentence, next } = summaryOf({
		...{ portfolio: 'all', domains: 3, checked: 3, changed: 0, left: 0, refused: 0, round: 1, searched: 3 },
		...{ neverSearched: 0, sources: [], stopped: null, goesOnAt: null },
		...more,
	});
	return [light, sentence, next];
};

test.each<[string, Partial<Progress>, readonly [string, string, string]]>([
	[
		'all of it',
		{},
		[
			'green',
			'3 of 3 domains were looked at in this run, 0 with another light than before. The round is complete.',
			'',
		],
	],
	[
		'a part of it',
		{ domains: 2, checked: 1, changed: 1, left: 1, neverSearched: 1, goesOnAt: Date.UTC(2030, 0, 1) },
		[
			'yellow',
			'1 of 2 domains was looked at in this run, 1 with another light than before. 1 of this round is left. 1 domain still waits for a first search of certificates, of which an hour allows few.',
			'Run again with the same portfolio from 2030-01-01T00:00:00.000Z on: it goes on where this run stopped.',
		],
	],
	[
		'entries that are no domain, and an end before its time',
		{ refused: 2, neverSearched: 2, stopped: 'the vault is silent' },
		[
			'yellow',
			'3 of 3 domains were looked at in this run, 0 with another light than before. The round is complete. It stopped early: the vault is silent. 2 entries of the list cannot be looked at. 2 domains still wait for a first search of certificates, of which an hour allows few.',
			'',
		],
	],
	[
		'one entry that is none',
		{ refused: 1 },
		[
			'yellow',
			'3 of 3 domains were looked at in this run, 0 with another light than before. The round is complete. 1 entry of the list cannot be looked at.',
			'',
		],
	],
])('how far a portfolio has come is told in sentences: %s', (_what, progress, expected) => {
	expect(told(progress)).toEqual(expected);
});
