import { VaultLog } from '../../../fakes/audit/vault-log';
import { Scene } from '../../../fakes/scene';
import { refusal } from '../../../contract/provider-suite';

const said = { event: 'review signed off', subject: 'app.openai', by: 'Ada Lovelace' };
const facts = (count: number, length: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, each) => [`fact ${each}`, 'é'.repeat(length)]));

async function begin() {
	const scene = await Scene.registered();
	const keyturn = await scene.open();
	const { size } = await keyturn.logReport();
	const entries = () => new VaultLog(scene.vault, scene.corner.prefix).entries();
	return { keyturn, size, entries };
}

it('what is taken stands in the log whole, with whoever said so', async () => {
	const { keyturn, entries } = await begin();
	const given = facts(9, 95);
	const report = await keyturn.appendEvent({ ...said, facts: given });
	expect(report.light).toBe('green');
	expect(entries().at(-1)?.facts).toEqual({ ...given, about: said.subject, by: said.by });
});

it.each([
	['too much in all', facts(13, 200), /longer than the 2000 bytes/],
	['a name twice but for spaces', { a: 1, ' a': 2 }, /use each name once/],
	['a name that JSON has no place for', JSON.parse('{"__proto__":"x"}') as object, /__proto__/],
])('%s is refused before anything is written', async (_what, wrong, why) => {
	const { keyturn, size, entries } = await begin();
	const error = await refusal(() =>
		keyturn.appendEvent({ ...said, facts: wrong as Record<string, unknown> }),
	);
	expect(error.message).toMatch(why);
	expect(entries()).toHaveLength(size);
});
