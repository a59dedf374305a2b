import type { WatchReport } from '../../../core/operations/watch-events';
import { rowsOf, SIMPLE_WATCH } from '../../../nodes/AuditExport/operations/watch-fields';
import { alertWith } from '../../fakes/audit/alerts';

const report = (...alerts: object[]): WatchReport =>
	({
		alerts: alerts.map((more) => ({ ...alertWith(more), message: { text: 'x' } })),
		light: 'yellow',
		sentence: 'Two things are wrong.',
		next: 'Look.',
		checkpoint: 'the newest',
		open: 2,
		events: 0,
	}) as unknown as WatchReport;

test.each([
	['opened', 'critical', 'red'],
	['opened', 'high', 'red'],
	['still open', 'high', 'red'],
	['opened', 'medium', 'yellow'],
	['opened', 'low', 'yellow'],
	['opened', 'info', 'yellow'],
	['closed', 'critical', 'green'],
])('an alert that is %s and %s is %s', (state, severity, light) => {
	expect(rowsOf(report({ state, severity }))[0]).toMatchObject({ light, look: null, message: { text: 'x' } });
});

test('the last row says how it stands and holds the newest checkpoint, also where there is no alert', () => {
	for (const rows of [rowsOf(report()), rowsOf(report({}, {}))]) {
		expect(rows.at(-1)).toMatchObject({
			state: 'look',
			light: 'yellow',
			sentence: 'Two things are wrong.',
			checkpoint: 'the newest',
			look: { open: 2, events: 0 },
			message: null,
		});
		for (const row of rows) expect(Object.keys(row)).toEqual(expect.arrayContaining([...SIMPLE_WATCH]));
	}
});
