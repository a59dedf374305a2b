import { inspect } from 'node:util';
import type { Http } from '../../core/ports';
import { Canary, type Searched } from '../../demo/canary';
import { echoOf, KINDS, watchConsole } from '../engine/echo';
import { watchSecrets } from '../engine/watched';
import { type Input, openStage, type Ran, type Stage } from './stage';

let stage: Stage;
let secrets: ReturnType<typeof watchSecrets>;
let terminal: ReturnType<typeof watchConsole>;
/** The `at`-th request of a run gets, in place of its answer, one that repeats it with the answer. */
const echo = { at: 0, kind: 0, asked: 0 };
const set = (at: number, kind: number) => Object.assign(echo, { at, kind, asked: 0 });

const repeating =
	(http: Http): Http =>
	async (request) => {
		const answer = await http(request);
		echo.asked += 1;
		if (echo.asked !== echo.at) return answer;
		const body = typeof request.body === 'string' ? request.body : '';
		return echoOf(echo.kind, [request.url, request.headers, body, answer.headers, answer.body]);
	};

beforeAll(async () => {
	terminal = watchConsole();
	stage = await openStage({}, repeating);
	secrets = watchSecrets({ ...stage, credential: stage.login });
	await stage.register('first.dev', { graceHours: 24 });
	await stage.register('second.dev', { graceHours: 24 });
	await stage.create('rotate_key', { key: 'second.dev' });
});
afterAll(async () => {
	terminal.restore();
	await stage.close();
});

const kept = (name: string, { results, error, logs }: Ran): Searched[] => [
	{ name: `${name}: results`, text: JSON.stringify([results]) },
	{ name: `${name}: error`, text: inspect(error, { depth: 12, showHidden: true, maxStringLength: null }) },
	{ name: `${name}: logs`, text: JSON.stringify(logs) },
	{ name: `${name}: printed`, text: terminal.printed.splice(0).join('\n') },
];
const files = (): Searched[] =>
	[...stage.store.files.values()].map(({ bytes }) => ({
		name: 'file',
		text: Buffer.from(bytes).toString('latin1'),
	}));

const key = { key: 'second.dev' };
const entry = { event: 'x', subject: 'y', noted_by: 'Ada' };
const steps: ReadonlyArray<readonly [string, Input]> = [
	['authentication.test', {}],
	['triggers.list_keys.operation.perform', {}],
	['triggers.key_due.operation.perform', {}],
	['triggers.rotation_needs_attention.operation.perform', {}],
	['searches.find_key.operation.perform', key],
	['searches.find_rotation.operation.perform', key],
	['searches.find_audit_proof.operation.perform', { entry_number: 0 }],
	['creates.rotate_key.operation.perform', { key: 'first.dev' }],
	['creates.retire_old_key.operation.perform', { ...key, confirmed_by: 'Ada' }],
	['creates.append_audit_entry.operation.perform', entry],
	['creates.get_audit_checkpoint.operation.perform', {}],
	['creates.export_audit_entries.operation.perform', { format: 'csv' }],
	['creates.export_audit_entries.operation.perform', { format: 'bundle' }],
	['creates.verify_audit_export.operation.perform', {}],
];
const MOST_REQUESTS = 45;
/** Of its later requests some are: they are much alike, and what went wrong is tried again after a pause. */
const EACH_OF = 12;

test.each(steps)(
	'%s %j: whichever request is answered with all that was told, none of it is shown',
	async (method, input) => {
		const texts: Searched[] = [];
		const told = new Set<string>();
		const first = steps.findIndex(([each]) => each === method);
		for (let at = 1; at <= MOST_REQUESTS; at += at < EACH_OF ? 1 : 5) {
			set(at, first + at);
			const isLoadingSample = at % 5 === 0;
			const done = await stage.run(method, input, { meta: { isLoadingSample } });
			texts.push(...kept(`${method} ${String(at)}`, done));
			told.add(done.error?.message ?? 'done');
			if (echo.asked < at) break;
		}
		const { leaks } = new Canary(secrets.planted()).search([...texts, ...files()]);
		expect(leaks).toEqual([]);
		expect(told.size).toBeGreaterThan(1);
		expect([...told].filter((each) => each.includes('did not expect'))).toEqual([]);
	},
	60_000,
);

test('each way of repeating is met at the log-in and after it', async () => {
	const texts: Searched[] = [];
	for (let kind = 0; kind < KINDS; kind++)
		for (const at of [1, 2, 3]) {
			set(at, kind);
			texts.push(...kept(`list ${String(kind)}`, await stage.trigger('list_keys')));
		}
	expect(new Canary(secrets.planted()).search(texts).leaks).toEqual([]);
});

test('the control: the search finds what an echo repeats', () => {
	const planted = secrets.planted();
	expect(planted.length).toBeGreaterThan(5);
	for (let kind = 0; kind < KINDS; kind++) {
		const { body } = echoOf(kind, [planted[0]!.value]);
		expect(new Canary(planted).search([{ name: 'echo', text: body }]).leaks.length).toBeGreaterThan(0);
	}
});
