import type { IDataObject } from 'n8n-workflow';
import { isUnderWay, type Report } from '../../core/operations/report';
import type { Sweep } from '../../core/operations/sweep';

/** What a person needs: the light, one sentence, the next click, when the old key dies, and when to look again. */
const SIMPLE = [
	'key',
	'light',
	'status',
	'sentence',
	'next',
	'oldKeyDiesAt',
	'continueAt',
	'dueAt',
	'proof',
	'sweeps',
	'underWay',
];

/** A result as n8n keeps it: plain data, simplified unless it is a dry run, whose point is the whole. */
export function plainData(result: object, simplify: boolean): IDataObject {
	const data = { ...(JSON.parse(JSON.stringify(result)) as IDataObject), ...progress(result) };
	if (!simplify || 'possible' in result) return data;
	return Object.fromEntries(Object.entries(data).filter(([name]) => SIMPLE.includes(name)));
}

/** Whether another run can move the key on by itself: what a loop in a workflow asks. */
function progress(result: object): IDataObject {
	return 'status' in result ? { underWay: isUnderWay(result as Report) } : {};
}

/** A sweep as rows: one for each key, and one that says so when there was nothing to do or something is left. */
export function rowsOf({ reports, failures, left }: Sweep): object[] {
	const found: object[] = [...failures.map((failure) => ({ ...failure, status: 'stopped' })), ...reports];
	if (left > 0)
		found.push(
			row(
				'yellow',
				'left for later',
				`${left} key(s) wait for the next run: this one’s time was over.`,
				'Run Rotate Due again.',
			),
		);
	return found.length > 0 ? found : [row('green', 'nothing due', 'No key is due.', '')];
}

/** A list as rows; where there is nothing to list, one row says so, and what follows in the workflow still runs. */
export const rowsOfList = (found: readonly object[]): readonly object[] =>
	found.length > 0
		? found
		: [
				row(
					'green',
					'no keys',
					'No key is registered yet.',
					'Register the first one: node Keyturn Rotate Key, resource Key, operation Register.',
				),
			];

const row = (light: string, status: string, sentence: string, next: string) => ({
	key: null,
	light,
	status,
	sentence,
	next,
});
