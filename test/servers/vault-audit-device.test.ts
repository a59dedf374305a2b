import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { AuditEvent } from '../../core/audit/events/event';
import { vaultAuditDevice } from '../../core/audit/sources/vault-audit-device';
import { Secret } from '../../core/secret';
import { acceptHook, type SeenHooks } from '../../core/signing/accept-hook';
import { install } from '../../scripts/servers/install';
import { freePort, newRunFolder, startServer, type Started } from '../../scripts/servers/processes';

const VALUE = 'the-value-of-a-secret-4711';
const script = resolve(__dirname, '../../docs/forward-vault-audit.mjs');
const signing = randomBytes(32).toString('hex');

let bao: Started;
let url: string;
const root = `root-${randomBytes(12).toString('hex')}`;
const folder = mkdtempSync(join(tmpdir(), 'keyturn-audit-'));
const [file, secretFile] = [join(folder, 'audit.log'), join(folder, 'secret')];

const events: AuditEvent[] = [];
const gaps: unknown[] = [];
const bodies: { body: string; headers: Record<string, string> }[] = [];
let seen: SeenHooks = [];
let answer = 200;
let receiver: Server;

beforeAll(async () => {
	writeFileSync(secretFile, `${signing}\n`);
	const { binary } = await install('openbao');
	const port = await freePort(2);
	url = `http://127.0.0.1:${port}`;
	const runs = await newRunFolder('openbao');
	const config = join(runs, 'audit.hcl');
	// This OpenBao takes audit devices from its configuration only.
	writeFileSync(config, `audit "file" "to-file" {\n  options {\n    file_path = "${file}"\n  }\n}\n`);
	bao = await startServer({
		name: 'openbao',
		folder: runs,
		command: binary!,
		argv: [
			'server',
			'-dev',
			'-dev-no-store-token',
			`-dev-root-token-id=${root}`,
			`-dev-listen-address=127.0.0.1:${port}`,
			`-config=${config}`,
		],
		env: {},
		readyUrl: `${url}/v1/sys/health`,
		readyWithinMs: 30_000,
	});
	receiver = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString();
			const headers = request.headers as Record<string, string>;
			const taken = acceptHook(
				{ method: 'POST', path: request.url!, headers, body },
				new Secret(signing, 'hook', []),
				seen,
				Date.now(),
			);
			if (taken.accepted && answer === 200) {
				seen = taken.seen;
				bodies.push({ body, headers });
				const batch = vaultAuditDevice.take(body, Date.now());
				events.push(...batch.events);
				gaps.push(...batch.gaps);
			}
			response.statusCode = taken.accepted ? answer : taken.status;
			response.end();
		});
	});
	await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
});

afterAll(async () => {
	receiver.close();
	await bao.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function call(method: string, path: string, json?: object, token = root) {
	const body = json === undefined ? {} : { body: JSON.stringify(json) };
	const response = await fetch(`${url}/v1/${path}`, { method, headers: { 'x-vault-token': token }, ...body });
	type Answer = { data?: Record<string, string>; auth?: { client_token: string } } | null;
	return { status: response.status, json: (await response.json().catch(() => null)) as Answer };
}

const forward = () =>
	promisify(execFile)(process.execPath, [
		script,
		file,
		`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhook/audit?of=bao`,
		secretFile,
		'--once',
	]);

const of = (action: string, target?: string) =>
	events.filter((each) => each.action === action && (target === undefined || each.target === target));

it('what is done in OpenBao comes through the forwarder as events, once, without a value', async () => {
	await call('POST', 'secret/data/apps/one', { data: { value: VALUE } });
	await call('GET', 'secret/data/apps/one');
	await call('GET', 'secret/metadata/apps?list=true');
	await call('POST', 'secret/destroy/apps/one', { versions: [1] });
	await call('DELETE', 'secret/metadata/apps/one');
	expect((await call('GET', 'secret/data/apps/one', undefined, 'wrong-token')).status).toBe(403);
	await call('POST', 'sys/auth/approle', { type: 'approle' });
	await call('POST', 'auth/approle/role/app', { token_policies: ['default'] });
	const role = (await call('GET', 'auth/approle/role/app/role-id')).json!.data!['role_id']!;
	const secret = (await call('POST', 'auth/approle/role/app/secret-id')).json!.data!['secret_id']!;
	const token = (await call('POST', 'auth/approle/login', { role_id: role, secret_id: secret })).json!.auth!
		.client_token;
	expect((await call('GET', 'secret/data/apps/one', undefined, token)).status).toBe(403);
	expect((await call('POST', 'auth/approle/login', { role_id: role, secret_id: 'wrong' })).status).toBe(400);
	await call('GET', 'secret/data/apps/one?help=1');
	await forward();

	const target = 'secret/apps/one';
	expect(of('secret written', target)).toMatchObject([
		{
			actor: expect.stringMatching(/^token hmac-sha256:[0-9a-f]{64}$/),
			outcome: 'done',
			from: '127.0.0.1',
			operation: expect.stringMatching(/^(?:create|update) data$/),
		},
	]);
	expect(of('secret read', target).map(({ outcome }) => outcome)).toEqual(
		expect.arrayContaining(['done', 'refused']),
	);
	expect(of('secret listed').length).toBeGreaterThanOrEqual(1);
	expect(
		of('secret deleted', target)
			.map(({ operation }) => operation)
			.sort(),
	).toEqual(['delete metadata', 'update destroy']);
	expect(of('key created').map((each) => each.target)).toContain('auth/approle/role/app/secret-id');
	expect(
		of('login')
			.map(({ outcome }) => outcome)
			.sort(),
	).toEqual(['done', 'refused']);
	const loggedIn = of('login').find(({ outcome }) => outcome === 'done')!;
	const refused = of('secret read', target).find(({ actor }) => actor === loggedIn.actor);
	expect(loggedIn.actor).toMatch(/^approle [0-9a-f-]{36}$/);
	expect(refused?.outcome).toBe('refused');
	expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
	expect(gaps).toEqual([]);
	const said = JSON.stringify(events);
	for (const word of [VALUE, root, secret, token, 'wrong-token']) expect(said).not.toContain(word);
});

it('sends nothing twice, goes on after a refusal, and after a rotation of the file', async () => {
	const before = events.length;
	await forward();
	expect(events.length).toBe(before);
	await call('GET', 'secret/data/apps/two');
	answer = 503;
	await expect(forward()).rejects.toThrow(/the webhook answered 503/);
	answer = 200;
	await forward();
	expect(of('secret read', 'secret/apps/two')).toHaveLength(1);
	expect(existsSync(`${file}.forwarded`)).toBe(true);
	// Cut off by a log rotation that copies and truncates; half a line waits for its end.
	const [line] = readFileSync(file, 'utf8').trim().split('\n').slice(-1);
	writeFileSync(file, '');
	appendFileSync(file, line!.replace(/"id":"[^"]+"/, '"id":"after-rotation"').slice(0, 80));
	await forward();
	expect(events.some(({ id }) => id === 'after-rotation')).toBe(false);
	appendFileSync(file, `${line!.replace(/"id":"[^"]+"/, '"id":"after-rotation"').slice(80)}\n`);
	await forward();
	expect(events.some(({ id }) => id === 'after-rotation')).toBe(true);
});

it('a batch that is sent again or changed on the way is refused', () => {
	const { body, headers } = bodies[0]!;
	const secret = new Secret(signing, 'hook', []);
	const again = { method: 'POST', path: '/webhook/audit?of=bao', headers, body };
	const now = Date.now();
	expect(acceptHook(again, secret, seen, now)).toMatchObject({ accepted: false, status: 409 });
	expect(acceptHook({ ...again, body: `${body}\n` }, secret, [], now)).toMatchObject({ status: 401 });
	expect(acceptHook({ ...again, path: '/webhook/other' }, secret, [], now)).toMatchObject({ status: 401 });
	expect(acceptHook(again, secret, [], now + 10 * 60_000)).toMatchObject({ status: 401 });
});
