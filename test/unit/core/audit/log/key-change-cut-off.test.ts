import { KeyturnError } from '../../../../../core/errors';
import { atEvery, cutOff, cuts } from '../../../../fakes/cut-off';
import { Scene } from '../../../../fakes/scene';

/** The light of a report or verdict, or the code of the error. */
const lightOf = (told: Promise<{ readonly light: string } | null>): Promise<string> =>
	told.then(
		(report) => report?.light ?? 'none',
		(error: unknown) => (error instanceof KeyturnError ? error.code : String(error)),
	);

describe.each(cuts)(
	'a change of the signing key with a request that is $fate, after which the run $then',
	(cut) => {
		it('leaves a log that can be looked at and verified, and that the next run brings to its end', async () => {
			const lights = new Set<string>();
			const tried = await atEvery(async (nth) => {
				const scene = await Scene.registered();
				const first = await (await scene.open()).logReport();
				const { cameToIt } = await cutOff(scene.host, { ...cut, nth }, async () =>
					(await scene.open()).rotateLogKey(false, 'Ann'),
				);
				const keyturn = await scene.open();
				const given = { pinned: first.keys, outside: first.checkpoint };
				const seen = await lightOf(keyturn.lookAtLog());
				const verified = await lightOf(keyturn.verifyLogAsItIs(given));
				expect([nth, ['green', 'yellow', 'NOT_NOW'].includes(seen)]).toEqual([nth, true]);
				expect([nth, ['green', 'NOT_NOW'].includes(verified)]).toEqual([nth, true]);
				lights.add(verified);
				const report = await (await scene.open()).logReport();
				const outside = `${first.checkpoint}\n${report.checkpoint}`;
				const after = await (await scene.open()).verifyLogAsItIs({ ...given, outside });
				expect([nth, report.light, after.light]).toEqual([nth, 'green', 'green']);
				return { cameToIt };
			});
			expect([...lights].sort()).toEqual(['NOT_NOW', 'green']);
			expect(tried).toBeGreaterThan(20);
		}, 120_000);
	},
);
