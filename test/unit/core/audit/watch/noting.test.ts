import { noteAll } from '../../../../../core/audit/watch/noting';
import { event } from '../../../../fakes/audit/series';

const managed = [
	{
		name: 'app.openai',
		at: [{ source: 'vault-audit-device', role: 'vault' as const, target: 'secret/app' }],
	},
];
const keys = { managed, rows: [], waiting: [], unread: [] };

function noted(count: number) {
	const events = Array.from({ length: count }, (_, each) => event(each, { id: `id-${each}` }));
	const told: Array<readonly [string, unknown]> = [];
	const others = [event(0, { target: 'secret/other' })];
	noteAll((kind, facts) => void told.push([kind, facts]), [], [...others, ...events], keys, []);
	return told;
}

it('notes each event on a managed key with what it was about, and none on others', () => {
	const told = noted(3);
	expect(told.map(([kind]) => kind)).toEqual(Array(3).fill('event: secret read'));
	expect(told[1]![1]).toMatchObject({
		about: 'app.openai',
		eventId: 'id-1',
		target: 'secret/app',
		by: 'app',
	});
});

it('says how many more there were than can be noted at once', () => {
	expect(noted(200)).toHaveLength(200);
	const told = noted(207);
	expect(told).toHaveLength(201);
	expect(told.at(-1)).toEqual(['more events than are noted', { count: 7 }]);
});
