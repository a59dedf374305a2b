import { VaultLog } from '../fakes/audit/vault-log';
import { PREFIX } from '../fakes/dev-servers';
import { SlowNetwork } from './slow-network';
import { type Input, openStage, type Stage } from './stage';

/** Zapier's own limit for a run. */
const LIMIT_MS = 30_000;
const HANGS = 3_600_000;

let stage: Stage;
let log: VaultLog;
const net = new SlowNetwork();
beforeAll(async () => {
	stage = await openStage({ now: net.now }, net.wrap, net.clock);
	log = new VaultLog(stage.vault.vault, PREFIX);
	await stage.create('get_audit_checkpoint', {});
});
afterAll(() => stage.close());

/** One run and the time it took. */
async function timed(method: string, input: Input) {
	const began = net.passed;
	net.sent = 0;
	const ran = await stage.run(`${method}.operation.perform`, input);
	if (ran.error !== undefined) expect(ran.error.message).not.toContain('did not expect');
	return { ...ran, ms: net.passed - began, requests: net.sent };
}

const entry = (event: string) => ({ event, subject: 'time', noted_by: 'Ada Lovelace' });

describe.each([
	['creates.append_audit_entry', entry('slow')],
	['creates.get_audit_checkpoint', {}],
	['creates.export_audit_entries', { format: 'jsonl' }],
	['creates.export_audit_entries', { format: 'bundle' }],
	['creates.verify_audit_export', {}],
	['searches.find_audit_proof', { entry_number: 0 }],
])('%s %j', (method, input) => {
	test.each([20, 700, 1_500, 3_000, 9_000, HANGS])(
		'ends in time where each answer takes %i ms, and the log is whole after it',
		async (delay) => {
			net.delayOf = () => delay;
			expect((await timed(method, input)).ms).toBeLessThan(LIMIT_MS);
			net.delayOf = () => 20;
			net.passed += 300_000;
			const { results } = await timed('creates.get_audit_checkpoint', {});
			expect(results).toMatchObject({ light: 'green', waiting: 0, size: log.entries().length });
		},
	);
});

test.each(Array.from({ length: 16 }, (_, at) => 2 * at))(
	'everything hangs from request %i on: an entry that is told as added stands once, any other at most once',
	async (at) => {
		const event = `cut ${String(at)}`;
		net.arrives = at % 4 === 0;
		net.delayOf = (request) => (request >= at ? HANGS : 20);
		const { ms, error } = await timed('creates.append_audit_entry', entry(event));
		expect(ms).toBeLessThan(LIMIT_MS);
		net.delayOf = () => 20;
		net.passed += 300_000;
		await timed('creates.get_audit_checkpoint', {});
		const times = log.entries().filter(({ kind }) => kind === `noted: ${event}`).length;
		if (error === undefined) expect(times).toBe(1);
		else expect(times).toBeLessThanOrEqual(1);
	},
);

test('an export for which no time is left is run again by Zapier', async () => {
	const told: string[] = [];
	for (let delay = 400; delay < 1_200; delay += 50) {
		net.delayOf = () => delay;
		const { error } = await timed('creates.export_audit_entries', { format: 'jsonl' });
		if (error !== undefined) told.push(`${error.name}: ${error.message}`);
		net.passed += 300_000;
	}
	net.delayOf = () => 20;
	expect(
		told.filter((each) => /^ThrottledError: .*there was no time left to read it/.test(each)),
	).not.toEqual([]);
	expect(told.filter((each) => each.includes('n8n'))).toEqual([]);
});
