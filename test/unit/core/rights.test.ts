import { leastPolicy, without } from '../../fakes/policy';
import { refusal } from '../../contract/provider-suite';
import { KEY, Scene } from '../../fakes/scene';

/** The published policy for keys, right by right. */
const rights = Object.entries(leastPolicy('secret', 'PREFIX'))
	.filter(([path]) => !path.includes('/zones/'))
	.flatMap(([path, list]) => list.map((right) => [right, path] as const));

/** Keyturn with a login that has the least policy less one right. */
async function lacking(scene: Scene, right: string, rule: string) {
	const { corner } = scene;
	const path = rule.replace('PREFIX', corner.prefix);
	const token = await corner.token(without(leastPolicy('secret', corner.prefix), path, right));
	return { keyturn: await scene.open({ login: 'token', token }), named: `${right} on ${path.slice(0, -1)}` };
}

describe('a right that the vault login lacks', () => {
	it.each(rights)('to %s %s, is named by both dry runs, and nothing is written', async (right, rule) => {
		const fresh = await Scene.begin();
		await fresh.handMade();
		const scene = await Scene.registered();
		for (const [each, run] of [
			[fresh, (keyturn, on) => keyturn.registerDryRun(on.registration())],
			[scene, (keyturn) => keyturn.dryRun(KEY, 'planned')],
		] as const satisfies ReadonlyArray<readonly [Scene, Run]>) {
			const { keyturn, named } = await lacking(each, right, rule);
			const before = each.state();
			// What cannot even be read to look further is refused in a sentence, which names it as well.
			const told = await run(keyturn, each).then(
				({ possible, sentence }) => ({ possible, sentence }),
				(error: unknown) => ({ possible: false, sentence: (error as Error).message }),
			);
			expect(told).toEqual({ possible: false, sentence: expect.stringContaining(tail(named)) });
			expect(each.state()).toEqual(before);
		}
	});

	it.each(rights)('to %s %s, stops a rotation before anything is written', async (right, rule) => {
		const scene = await Scene.registered();
		const { keyturn } = await lacking(scene, right, rule);
		const before = scene.state();
		expect((await refusal(() => keyturn.rotate(KEY))).code).toMatch(/^(RIGHT_MISSING|LOGIN_REFUSED)$/);
		expect(scene.state()).toEqual(before);
		expect(scene.changes()).toEqual([]);
	});
});

type Run = (
	keyturn: Awaited<ReturnType<Scene['open']>>,
	scene: Scene,
) => Promise<{ readonly possible: boolean; readonly sentence: string }>;

/** The entry that is named, whichever of the vault's words for it stand before. */
const tail = (named: string): string => named.slice(named.indexOf('/', named.indexOf('corner-')) + 1);
