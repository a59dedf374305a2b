import { short } from '../../../../../core/audit/events/short';
import { event } from '../../../../fakes/audit/series';

it('every text of an event that a stranger can choose is cut, and an event without a place stays without', () => {
	const long = 'x'.repeat(1_000);
	const texts = { id: long, operation: long, actor: long, target: long, from: long };
	const cut = short(event(7, { ...texts, within: long }));
	for (const name of [...Object.keys(texts), 'within'])
		expect([name, Reflect.get(cut, name)]).toEqual([name, 'x'.repeat(300)]);
	expect(cut).toMatchObject({ time: 7, outcome: 'done' });
	expect(short(event(7, texts))).not.toHaveProperty('within');
});
