import { checkedHandEntry } from '../../../../../core/operations/audit-log';
import { VaultLog } from '../../../../fakes/audit/vault-log';
import { withBucket } from '../../../../fakes/audit/bucket';
import { Scene } from '../../../../fakes/scene';

const entry = { event: 'agreement signed', subject: 'a test', facts: {}, by: 'Ann' };
const many = (count: number, text: string) =>
	Object.fromEntries(Array.from({ length: count }, (_, at) => [`fact ${at}`, text]));

describe('an entry that a person adds', () => {
	it.each(['about', 'by'])('is refused with a fact in the place of Keyturn’s own “%s”', (name) => {
		expect(() => checkedHandEntry({ ...entry, facts: { [name]: 'x' } })).toThrow(`writes “${name}” itself`);
	});

	it('stands in the log whole when it is not refused', async () => {
		const facts = many(15, 'x'.repeat(100));
		const scene = await Scene.registered();
		await (await scene.open()).appendEvent({ ...entry, facts });
		const [noted] = new VaultLog(scene.vault, scene.corner.prefix)
			.entries()
			.filter(({ kind }) => kind === 'noted: agreement signed');
		expect(noted?.facts).toEqual({ ...facts, about: 'a test', by: 'Ann' });
	});

	it('is kept while the log’s store fails, and comes in when that is well again', async () => {
		const { scene, choice } = await withBucket();
		const { size } = await (await scene.open()).beginLog(choice);
		const store = scene.host.services['https://store.test']!;
		scene.host.services['https://store.test'] = () => ({ status: 503, headers: {}, body: '' });
		const report = await (await scene.open()).appendEvent(entry);
		expect(report).toMatchObject({ light: 'yellow', waiting: 1, size });
		scene.host.services['https://store.test'] = store;
		const after = await (await scene.open()).logReport();
		expect(after).toMatchObject({ light: 'green', size: size + 1, waiting: 0 });
	});
});
