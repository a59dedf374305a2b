import type { Scene } from '../setting';
import { FIRST, kept, keeping, SECOND, type Visits } from './kept';
import { schedule, type Schedule } from './schedule';

const STATE = 'keyturn/system/log';
const LOOKS: Visits = [
	[1, 'look'],
	[60, 'look'],
	[150, 'look'],
];

/** Crossings of those who bring what was done into the audit log. */
export const log: readonly Schedule[] = [
	...kept(
		'a keeper is frozen between segment and checkpoint, another goes on',
		[
			LOOKS,
			[
				[20, 'append'],
				[40, 'append'],
				[90, 'look'],
			],
		],
		({ firstSegment }) => [{ ...firstSegment, runner: FIRST, fault: 'lease lost', ms: 120_000 }],
	),
	...kept(
		'a keeper dies between segment and checkpoint',
		[
			LOOKS,
			[
				[20, 'append'],
				[40, 'look'],
			],
		],
		({ firstSegment }) => [{ ...firstSegment, runner: FIRST, fault: 'crash after' }],
	),
	...kept('a keeper dies before the marks, the next adds at once', [LOOKS, [[20, 'append']]], () => [
		{ purpose: 'audit mark', runner: FIRST, times: 8, fault: 'crash before' },
	]),
	...kept(
		'the marks are lost',
		[
			LOOKS,
			[
				[20, 'append'],
				[40, 'append'],
			],
		],
		() => [
			{ purpose: 'audit mark', runner: FIRST, times: 3, fault: 'lost before' },
			{ purpose: 'audit mark', runner: SECOND, times: 2, fault: 'lost before' },
		],
	),
	...kept(
		'a segment comes a second time, long after',
		[
			LOOKS,
			[
				[20, 'append'],
				[40, 'append'],
			],
		],
		({ firstSegment, segment }) => [
			{ ...firstSegment, runner: FIRST, fault: 'duplicate', ms: 29_000 },
			{ ...segment, runner: SECOND, fault: 'duplicate', ms: 29_000 },
		],
	),
	...kept(
		'a segment is given up as lost, and lands after somebody else’s',
		[
			LOOKS,
			[
				[3, 'append'],
				[40, 'append'],
			],
		],
		({ firstSegment }) => [{ ...firstSegment, runner: FIRST, fault: 'late', ms: 25_000 }],
	),
	...kept(
		'two bring in other things under the same number, and one hears nothing',
		[
			[
				[1, 'look'],
				[61, 'append'],
			],
			[[60, 'append']],
		],
		() => [
			// Both have listed what waits when either writes, one before there was what the other brings.
			{ purpose: 'audit list', runner: SECOND, nth: 2, times: 20, fault: 'slow', ms: 3_000 },
			{ purpose: 'audit list', runner: FIRST, nth: 5, times: 20, fault: 'slow', ms: 3_000 },
			{ purpose: 'segment write', runner: FIRST, nth: 2, fault: 'lost after' },
			{ purpose: 'store write', runner: FIRST, nth: 7, fault: 'lost after' },
		],
	),
	...kept(
		'the segment of one is lost while another creates it',
		[
			[
				[1, 'look'],
				[60, 'append'],
				[120, 'look'],
			],
			[[61, 'append']],
		],
		() => [
			{ purpose: 'segment write', runner: FIRST, nth: 2, fault: 'lost before' },
			{ purpose: 'store write', runner: FIRST, nth: 7, fault: 'lost before' },
			{ purpose: 'segment write', runner: SECOND, fault: 'late', ms: 3_000 },
			{ purpose: 'store write', runner: SECOND, fault: 'late', ms: 3_000 },
		],
	),
	...kept(
		'who comes second under a number has more to bring in',
		[
			[
				[1, 'look'],
				[60, 'append'],
			],
			[[61, 'append']],
		],
		({ segment }) => [
			{ purpose: 'segment write', runner: FIRST, nth: 2, fault: 'late', ms: 3_000 },
			{ purpose: 'store write', runner: FIRST, nth: 7, fault: 'late', ms: 3_000 },
			{ ...segment, runner: SECOND, fault: 'late', ms: 6_000 },
		],
	),
	...kept(
		'the word of the state is lost, and the state itself',
		[
			LOOKS,
			[
				[20, 'append'],
				[40, 'look'],
			],
		],
		() => [
			{ purpose: 'log state write', runner: FIRST, nth: 3, fault: 'lost after' },
			{ purpose: 'log state write', runner: SECOND, times: 2, fault: 'lost before' },
		],
	),
	...kept(
		'a state that was written long ago lands at last',
		[
			LOOKS,
			[
				[3, 'append'],
				[40, 'append'],
			],
		],
		() => [{ purpose: 'log state write', runner: FIRST, nth: 3, times: 2, fault: 'late', ms: 29_000 }],
	),
	...kept(
		'a change of keys is cut off before it is an entry',
		[
			LOOKS,
			[[20, 'rotate key']],
			[
				[60, 'append'],
				[90, 'look'],
			],
		],
		() => [{ purpose: 'audit append', runner: SECOND, fault: 'crash before' }],
	),
	...kept(
		'a change of keys is cut off between entry and handover',
		[
			LOOKS,
			[[20, 'rotate key']],
			[
				[60, 'append'],
				[90, 'look'],
			],
		],
		({ checkpoint }) => [{ ...checkpoint, runner: SECOND, fault: 'crash after' }],
	),
	...kept(
		'a keeper that knows the old key alone signs last',
		[
			[
				[1, 'look'],
				[60, 'append'],
			],
			[[61, 'rotate key']],
		],
		() => [
			{ purpose: 'segment write', runner: FIRST, nth: 2, fault: 'lease lost', ms: 60_000 },
			{ purpose: 'store write', runner: FIRST, nth: 7, fault: 'lease lost', ms: 60_000 },
			{ purpose: 'audit list', runner: FIRST, nth: 3, fault: 'lease lost', ms: 30_000 },
		],
	),
	...kept('two change the key at once', [LOOKS, [[60, 'rotate key']], [[60, 'rotate key']]], () => []),
	...kept('nobody comes until much waits', [[[200, 'look']]], () => [
		{ purpose: 'audit append', nth: 2, times: 2, fault: 'crash after', ms: 5_000 },
	]),
	...kept('the time is over before the first entry is in', [[[1, 'look']]], () =>
		(['login', 'installation', 'log state read', 'log state write', 'log key', 'audit list'] as const).map(
			(purpose) => ({ purpose, runner: FIRST, times: 3, fault: 'slow', ms: 9_900 }),
		),
	),
	schedule('the vault is put back to before the marks, the store of the log is not', () => {
		let scene: Scene | null = null;
		let before: Scene['world']['vault']['state'] | null = null;
		return {
			keeping: keeping('own', [
				[1, 'look'],
				[60, 'append'],
				[100, 'look'],
			]),
			script: (given) => {
				scene = given;
				given.scheduler.after(80_000, () => {
					Object.assign(given.world.vault.state.namespaces, before?.namespaces);
					given.laws.restored();
					given.logLaws?.restored();
				});
			},
			answer: (purpose, honest) => {
				const late = (scene?.scheduler.now ?? 0) > (scene?.laws.startedAt ?? 0) + 60_000;
				if (purpose === 'audit mark' && late) before ??= structuredClone(scene?.world.vault.state ?? null);
				return honest();
			},
			lasts: 200_000,
			ends: () => (before === null ? 'the vault was never put back' : null),
		};
	}),
	...kept(
		'an older state of the log lies in the vault again',
		[
			LOOKS,
			[
				[20, 'append'],
				[40, 'append'],
			],
		],
		() => [],
		(scene) => {
			scene.scheduler.after(15_000, () => {
				const secrets = scene.world.vault.state.namespaces['']?.mounts['secret/']?.secrets ?? {};
				const older = structuredClone(secrets[`/${STATE}`]);
				scene.scheduler.after(60_000, () => {
					scene.logLaws?.restored();
					if (older !== undefined) secrets[`/${STATE}`] = older;
				});
			});
		},
	),
];
