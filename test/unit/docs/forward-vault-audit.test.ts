import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { vaultAuditDevice } from '../../../core/audit/sources/vault-audit-device';

const script = resolve(__dirname, '../../../docs/forward-vault-audit.mjs');
const folder = mkdtempSync(join(tmpdir(), 'keyturn-forward-'));
const [file, secret] = [join(folder, 'audit.log'), join(folder, 'secret')];
const TIME = '2030-01-10T12:00:00Z';
const AT = Date.parse(TIME);
const KB = 1_024;

const bodies: string[] = [];
const receiver = createServer((request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		bodies.push(Buffer.concat(chunks).toString());
		response.end();
	});
});

beforeAll(async () => {
	writeFileSync(secret, 'a'.repeat(64));
	await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
});
beforeEach(() => {
	bodies.length = 0;
	rmSync(`${file}.forwarded`, { force: true });
});
afterAll(() => {
	receiver.close();
	rmSync(folder, { recursive: true, force: true });
});

const line = (id: string, bytes = 10, time: object = { time: TIME }) =>
	JSON.stringify({
		...time,
		type: 'response',
		request: { id, operation: 'update', path: 'secret/data/x', mount_type: 'kv', more: 'x'.repeat(bytes) },
	});
const forward = () =>
	promisify(execFile)(process.execPath, [
		script,
		file,
		`http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`,
		secret,
		'--once',
	]);
/** What Keyturn makes of all that was sent. */
const taken = () => {
	const batches = bodies.map((body) => vaultAuditDevice.take(body, AT + 86_400_000));
	return {
		ids: batches.flatMap(({ events }) => events.map(({ id }) => id)),
		gaps: batches.flatMap(({ gaps }) => gaps),
	};
};

it.each([512, 513, 600, 1_024, 3_000])(
	'a line of more than %d kB is left out and makes a gap at its time, and those behind it are sent',
	async (size) => {
		writeFileSync(file, `${[line('1'), line('2', size * KB), line('3'), line('4')].join('\n')}\n`);
		const { stderr } = await forward();
		expect(stderr).toContain('left out, and told as a gap');
		expect(taken()).toEqual({
			ids: ['1', '3', '4'],
			gaps: [{ from: AT - 60_000, to: AT + 60_000, why: expect.stringContaining('too long to be sent') }],
		});
		expect(JSON.parse(readFileSync(`${file}.forwarded`, 'utf8'))).toMatchObject({
			at: readFileSync(file).length,
		});
	},
);

it('a long line that has no end yet is waited for, and nothing behind it is lost', async () => {
	const long = line('2', 700 * KB);
	writeFileSync(file, `${line('1')}\n${long.slice(0, 600 * KB)}`);
	await forward();
	expect(taken()).toEqual({ ids: ['1'], gaps: [] });
	writeFileSync(file, `${line('1')}\n${long}\n${line('3')}\n`);
	await forward();
	expect(taken().ids).toEqual(['1', '3']);
	expect(taken().gaps).toHaveLength(1);
});

it('one whose time cannot be read makes a gap of a day', async () => {
	writeFileSync(file, `${line('1', 600 * KB, {})}\n`);
	await forward();
	expect(taken()).toMatchObject({ ids: [], gaps: [{ from: AT, to: AT + 86_400_000 }] });
});
