import { spawn, type ChildProcess } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Rest } from '../../scripts/n8n/rest';
import { CREDENTIAL } from './world';

const ROOT = join(__dirname, '../..');
const READY = /Ctrl-C stops everything/;

interface Shown {
	readonly url: string;
	readonly email: string;
	readonly password: string;
	readonly servers: readonly string[];
}

let folder = '';
let child: ChildProcess | undefined;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-editor-'));
});
afterAll(() => {
	child?.kill('SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});

/** What `npm run editor` runs once the package is built, until it has printed where n8n is. */
function open(): Promise<Shown> {
	const opened = spawn(process.execPath, ['--import', 'tsx', 'demo/editor/start.ts', '--folder', folder], {
		cwd: ROOT,
		env: { ...process.env, NODE_ENV: 'development' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	child = opened;
	return new Promise((resolve, reject) => {
		let text = '';
		const take = (chunk: Buffer) => {
			text += chunk.toString();
			if (!READY.test(text)) return;
			const line = (name: string) => new RegExp(`${name}\\s+(\\S+)`).exec(text)?.[1] ?? '';
			const servers = [...text.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([url]) => url);
			resolve({ url: line('n8n'), email: line('user'), password: line('password'), servers });
		};
		opened.stdout.on('data', take);
		opened.stderr.on('data', take);
		opened.once('exit', (code) => reject(new Error(`The editor ended with ${code}: ${text}`)));
	});
}

/** Ctrl-C; answers with the exit code. */
function interrupt(): Promise<number | null> {
	const ended = new Promise<number | null>((resolve) => child?.once('exit', resolve));
	child?.kill('SIGINT');
	return ended;
}

const reachable = (url: string) =>
	fetch(url).then(
		() => true,
		() => false,
	);

async function enter({ url, ...owner }: Shown): Promise<Rest> {
	const rest = new Rest(url);
	await rest.login(owner);
	return rest;
}

test('`npm run editor` opens a furnished n8n, Ctrl-C stops everything, and the next start goes on', async () => {
	const first = await open();
	const rest = await enter(first);
	const templates = globSync('workflows/n8n/*.json', { cwd: ROOT }).map(
		(file) => (JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as { name: string }).name,
	);
	const names = async (of: Rest) =>
		((await of.must('GET', 'workflows')) as { name: string }[]).map(({ name }) => name).sort();
	expect(templates.length).toBeGreaterThan(1);
	expect(await names(rest)).toEqual([...templates, 'Call the provider', 'Register a key'].sort());

	const [listed] = (await rest.must('GET', 'credentials')) as { id: string; name: string; type: string }[];
	expect(listed).toMatchObject({ type: CREDENTIAL });
	const { data } = await rest.must('GET', `credentials/${listed!.id}?includeData=true`);
	expect(await rest.testCredential(CREDENTIAL, listed!.name, data, listed!.id)).toMatchObject({
		status: 'OK',
	});
	await rest.must('PATCH', 'workflows/register-a-key', { name: 'Renamed by a person' });

	expect(first.servers).toHaveLength(3);
	expect(await Promise.all(first.servers.map(reachable))).toEqual([true, true, true]);
	expect(await interrupt()).toBe(130);
	expect(await Promise.all(first.servers.map(reachable))).toEqual([false, false, false]);

	const second = await open();
	expect(second).toEqual(first);
	expect(await names(await enter(second))).toEqual(
		[...templates, 'Call the provider', 'Renamed by a person'].sort(),
	);
	await interrupt();
}, 180_000);
