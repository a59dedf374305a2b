import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { webhook } from '../../../../../core/audit/alerts/webhook';
import type { PlainRequest } from '../../../../../demo/http/plain';
import { alertWith } from '../../../../fakes/audit/alerts';
import { Scene } from '../../../../fakes/scene';

const ORIGIN = 'https://alerts.example.com';
const URL_OF_IT = `${ORIGIN}/in?team=a%20b`;
const SECRET = 'a-signing-secret-of-more-than-32-characters';

let scene: Scene;
let came: PlainRequest[];
let answer: { status: number; headers?: Record<string, string>; body?: string };

beforeEach(async () => {
	scene = await Scene.begin();
	await scene.corner.write('admin/alerts', { value: SECRET });
	await scene.corner.allow('admin/alerts', ORIGIN);
	came = [];
	answer = { status: 202 };
	scene.host.services[ORIGIN] = (request) => {
		came.push(request);
		return { headers: {}, body: '', ...answer };
	};
});

const send = async (more: { message?: unknown; secret?: string; url?: string } = {}) =>
	await (
		await scene.open()
	).sendAlert({ message: webhook.render(alertWith()), secret: 'alerts', url: URL_OF_IT, ...more });
const refusal = async (more: Parameters<typeof send>[0] = {}) =>
	await send(more).then(
		() => null,
		(error: unknown) => error as { code: string; message: string; next: string },
	);

test('an alert is told in one request, with a bounded time, and what was answered is said', async () => {
	answer = { status: 204, body: 'thanks' };
	const report = await send();
	expect(came).toHaveLength(1);
	expect(JSON.parse(came[0]!.body)).toEqual({ type: 'keyturn.alert', ...alertWith() });
	expect(came[0]!.headers).toMatchObject({
		'content-type': 'application/json',
		'webhook-id': report.request,
	});
	expect(scene.host.sent.at(-1)!.timeoutMs).toBe(10_000);
	expect(report).toMatchObject({ light: 'green', status: 204 });
	expect(JSON.stringify(report)).not.toMatch(/thanks|signing-secret/);
});

/** The commands of the page, as they stand there. */
const commands = /```bash\n(hash=[^]*?)```/.exec(
	readFileSync(resolve(__dirname, '../../../../../docs/http-hook.md'), 'utf8'),
)?.[1];

test('its signature is what the commands of docs/http-hook.md print', async () => {
	await send();
	const [{ headers, body, method }] = came as [PlainRequest];
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-hook-'));
	const printed = (bytes: string, path = '/in?team=a%20b') => {
		writeFileSync(join(folder, 'body'), bytes);
		const env = {
			...{ PATH: process.env['PATH'] ?? '', secret: SECRET, method, path },
			...{ id: headers['webhook-id'] ?? '', timestamp: headers['webhook-timestamp'] ?? '' },
		};
		const options = { cwd: folder, env, encoding: 'utf8' } as const;
		return `kt1,${execFileSync('bash', ['--norc', '-ec', commands ?? 'exit 1'], options).trim()}`;
	};
	expect(headers['webhook-signature']).toBe(printed(body));
	expect(headers['webhook-signature']).not.toBe(printed(body.replace('opened', 'closed')));
	expect(headers['webhook-signature']).not.toBe(printed(body, '/in'));
	rmSync(folder, { recursive: true });
});

test.each([
	['another origin', { url: 'https://alerts.example.com:8443/in' }, 'ORIGIN_REFUSED', 'Nothing was sent'],
	['no https', { url: 'http://alerts.example.com/in' }, 'ADDRESS', 'https://'],
	['a part that is never sent', { url: `${URL_OF_IT}#x` }, 'ADDRESS', '#'],
	['a secret that is not there', { secret: 'other' }, 'NO_SUCH_ENTRY', 'other'],
	['no alert', { message: null }, 'BAD_INPUT', 'no alert'],
	['a message for people', { message: { text: 'a' } }, 'BAD_INPUT', 'no alert'],
	[
		'what another receiver would take for an order',
		{ message: { ...webhook.render(alertWith()), type: 'keyturn.deploy' } },
		'BAD_INPUT',
		'no alert',
	],
])('%s: nothing is sent', async (_what, more, code, words) => {
	const error = await refusal(more);
	expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
	expect(came).toEqual([]);
});

test('a secret that could be guessed signs nothing', async () => {
	await scene.corner.write('admin/alerts', { value: 'x'.repeat(31) });
	expect(await refusal()).toMatchObject({
		code: 'BAD_INPUT',
		message: expect.stringContaining('fewer than 32 characters'),
	});
	expect(came).toEqual([]);
});

test('only members of an alert are signed', async () => {
	await send({ message: { ...webhook.render(alertWith()), version: '7', key: 'a.key' } });
	expect(JSON.parse(came[0]!.body)).toEqual({ type: 'keyturn.alert', ...alertWith() });
});

test.each([
	[0, 'UNKNOWN_OUTCOME', 'may have arrived, or not'],
	[503, 'UNKNOWN_OUTCOME', 'may have arrived, or not'],
	[401, 'ADMIN_REFUSED', 'refused the signature'],
	[404, 'UNEXPECTED_ANSWER', 'refused the alert (404)'],
	[429, 'RATE_LIMITED', 'takes no more'],
	[302, 'UNEXPECTED_ANSWER', 'no redirect'],
])('an answer of %s (0: none) is %s, after one request', async (status, code, words) => {
	answer = { status, body: 'words of theirs', headers: { location: 'https://other.example.com' } };
	const error = await refusal();
	expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
	expect(`${error?.message} ${error?.next}`).not.toMatch(/theirs|signing-secret/);
	expect(error?.next).toMatch(code === 'UNKNOWN_OUTCOME' ? /^Send it again/ : /was not taken/);
	expect(came).toHaveLength(1);
});

test('every try is a request of its own, which a receiver can tell from a replay', async () => {
	await send();
	await send();
	const ids = came.map(({ headers }) => headers['webhook-id']);
	expect(new Set(ids).size).toBe(2);
	expect(came[0]!.body).toBe(came[1]!.body);
});
