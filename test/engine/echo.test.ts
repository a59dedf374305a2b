import { inspect } from 'node:util';
import type { ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';
import { webhook } from '../../core/audit/alerts/webhook';
import { Canary, type Searched } from '../../demo/canary';
import { searchKeys } from '../../nodes/RotateKey/lists';
import { getAdmins } from '../../nodes/shared/admins';
import { alertWith } from '../fakes/audit/alerts';
import { type Echo, KINDS, startEcho, watchConsole } from './echo';
import { textsOf, watchSecrets } from './watched';
import { named, registerParameters, rotateParameters, runNode } from './workflows';
import { engineWith, startWorld, type World } from './world';

const ADMIN_SECRET = 'admin-of-the-echo-5b1f7c2e9d04a6837f';

let world: World;
/** The vault, and anybody else, with an echo in between. */
let vault: Echo;
let elsewhere: Echo;
let secrets: ReturnType<typeof watchSecrets>;
let terminal: ReturnType<typeof watchConsole>;
/** The engine whose vault is the one with the echo. */
let echoing: World;
beforeAll(async () => {
	terminal = watchConsole();
	world = await startWorld();
	secrets = watchSecrets(world);
	vault = await startEcho((request) => world.vault.vault.handle(request));
	elsewhere = await startEcho((request) => world.provider.provider.handle(request));
	echoing = { ...world, n8n: engineWith({ ...world.credential, address: vault.url }) };
	for (const name of ['first.dev', 'second.dev']) {
		await world.allowKey(name, world.provider.url, elsewhere.url);
		await runNode(world, registerParameters(world, name, { graceHours: 24 }));
	}
	await world.allowKey('far.dev', world.provider.url, elsewhere.url);
	await world.put('admin/echo', ADMIN_SECRET);
	await world.allow('admin/echo', elsewhere.url);
});
afterAll(async () => {
	terminal.restore();
	await vault.close();
	await elsewhere.close();
	await world.close();
});

const canary = () =>
	new Canary([...secrets.planted(), { name: 'admin secret of the echo', value: ADMIN_SECRET }]);
const audit = { type: 'auditExport' };
const dns = { type: 'dnsBaseline' };
const entry = { event: 'x', subject: 'y', notedBy: 'Ada', facts: '{}' };
const zone = { resource: 'zone', domain: 'example.org' };
const ada = { person: 'Ada', digest: '0'.repeat(64), how: 'typed' };

type Case = readonly [name: string, parameters: INodeParameters | (() => INodeParameters), how?: object];

const operations: readonly Case[] = [
	['list', { resource: 'key', operation: 'list' }],
	['get status', { resource: 'key', operation: 'getStatus', key: named('first.dev') }],
	['get due', { resource: 'key', operation: 'getDue' }],
	['register', () => registerParameters(world, `new${String(vault.asked())}.dev`)],
	['register again, dry', () => registerParameters(world, 'first.dev', { dryRun: true })],
	['rotate, dry', rotateParameters('first.dev', { options: { dryRun: true } })],
	['rotate', rotateParameters('first.dev')],
	['rotate due', { resource: 'rotation', operation: 'rotateDue' }],
	['roll back', { resource: 'rotation', operation: 'rollBack', key: named('first.dev') }],
	[
		'retire',
		{ resource: 'rotation', operation: 'retireOldKey', key: named('first.dev'), confirmedBy: 'Ada' },
	],
	['emergency', rotateParameters('second.dev', { mode: 'emergency', confirmedBy: 'Ada', leaked: 'in use' })],
	['append', { resource: 'entry', operation: 'append', ...entry }, audit],
	['export', { resource: 'entry', operation: 'export', format: 'csv' }, audit],
	['get many', { resource: 'entry', operation: 'getMany', returnAll: true }, audit],
	['get proof', { resource: 'entry', operation: 'getProof', index: 0 }, audit],
	['export the log', { resource: 'log', operation: 'exportLog' }, audit],
	['get checkpoint', { resource: 'log', operation: 'getCheckpoint' }, audit],
	['verify', { resource: 'log', operation: 'verify' }, audit],
	['rotate the log’s key', { resource: 'log', operation: 'rotateKey', confirmedBy: 'Ada' }, audit],
	['watch', { resource: 'event', operation: 'watch', watch: 'a', source: 'none' }, audit],
	['list questions', { resource: 'zone', operation: 'listQuestions' }, dns],
	['answer', { ...zone, operation: 'answerQuestion', question: 'secondFactor', ...ada }, dns],
	['approve', { ...zone, operation: 'approve', ...ada }, dns],
	['reject', { ...zone, operation: 'reject', ...ada }, dns],
];

const whole = (cases: readonly Case[]) =>
	cases.map(([name, parameters, how = {}]): [string, Case[1], object] => [name, parameters, how]);

/** All that n8n keeps of a run, files with it. */
function kept(name: string, done: Awaited<ReturnType<typeof runNode>>): Searched[] {
	const files = done.items('Keyturn').flatMap(({ binary = {} }) => Object.values(binary));
	return [
		...textsOf(name, done),
		...files.map(({ data }) => ({
			name: `${name}: file`,
			text: Buffer.from(data, 'base64').toString('latin1'),
		})),
		{ name: `${name}: printed`, text: terminal.printed.splice(0).join('\n') },
	];
}

/** The longest way through an operation that is looked at. */
const MOST_REQUESTS = 45;
/** Of its later requests some are: they are much alike, and what went wrong is tried again after a pause. */
const EACH_OF = 12;

test.each(whole(operations))(
	'%s: whichever request the vault answers with all that it knows, none of it is shown',
	async (name, parameters, how) => {
		const texts: Searched[] = [];
		const told = new Set<string>();
		const kinds = operations.findIndex(([each]) => each === name);
		for (let at = 1; at <= MOST_REQUESTS; at += at < EACH_OF ? 1 : 5) {
			vault.set(at, kinds + at);
			const form = typeof parameters === 'function' ? parameters() : parameters;
			const done = await runNode(echoing, form, how);
			texts.push(...kept(`${name} ${String(at)}`, done));
			told.add(done.error?.message ?? 'done');
			if (vault.asked() < at) break;
		}
		expect(canary().search(texts).leaks).toEqual([]);
		expect(told.size).toBeGreaterThan(1);
		expect([...told].filter((each) => each.includes('did not expect'))).toEqual([]);
	},
	60_000,
);

const far = () => ({ admin: 'echo' });
const address = () => elsewhere.url;
const outside: readonly Case[] = [
	['dev provider', () => ({ ...registerParameters(world, 'far.dev'), ...far(), devAddress: address() })],
	[
		'JupyterHub',
		() => ({
			...registerParameters(world, 'far.dev'),
			...far(),
			provider: 'jupyterhub',
			jupyterhubAddress: address(),
			jupyterhubUser: 'app',
		}),
	],
	[
		'OpenAI',
		() => ({
			...registerParameters(world, 'far.dev', { openaiAddress: `${address()}/v1` }),
			...far(),
			provider: 'openai',
			openaiServiceAccount: 'proj_a/user-b',
			openaiScopes: 'all',
		}),
	],
	[
		'targets',
		() =>
			registerParameters(world, 'far.dev', {
				targets: {
					httpHook: [{ address: address(), admin: 'echo' }],
					n8nCredential: [
						{ address: address(), admin: 'echo', before: 'nothing', credentialId: 'a', field: 'apiKey' },
					],
					n8nVaultCredential: [{ address: address(), admin: 'echo', credentialId: 'a' }],
				},
			}),
	],
	[
		'Cloudflare',
		() => ({
			...{ ...zone, operation: 'backUp', dnsHost: 'cloudflare', ...far() },
			options: { cloudflareAddress: `${address()}/client/v4` },
		}),
		dns,
	],
	[
		'deSEC',
		() => ({
			...{ ...zone, operation: 'backUp', dnsHost: 'desec', ...far() },
			options: { desecAddress: `${address()}/api/v1` },
		}),
		dns,
	],
	[
		'PowerDNS',
		() => ({ ...zone, operation: 'checkBackup', dnsHost: 'powerdns', ...far(), powerdnsAddress: address() }),
		dns,
	],
	[
		'n8n’s audit',
		() => ({
			resource: 'event',
			operation: 'watch',
			watch: 'b',
			source: 'n8n',
			...far(),
			n8nAddress: address(),
		}),
		audit,
	],
	[
		'OpenAI’s audit log',
		() => ({
			...{ resource: 'event', operation: 'watch', watch: 'c', source: 'openai', ...far() },
			options: { openaiAddress: `${address()}/v1` },
		}),
		audit,
	],
	[
		'an alert’s receiver',
		() => ({
			...{ resource: 'event', operation: 'sendAlert', url: `${address()}/alerts`, secret: 'echo' },
			alert: JSON.stringify(webhook.render(alertWith())),
		}),
		audit,
	],
	[
		'S3',
		() => ({
			...{ resource: 'log', operation: 'setUp', store: 's3', ...far(), s3Bucket: 'logs' },
			...{ s3AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
			options: { s3Address: address(), s3Addressing: 'path', s3Region: 'eu-central-1' },
		}),
		audit,
	],
];

test.each(whole(outside))(
	'%s: whatever it repeats of what it was sent, none of it is shown',
	async (name, parameters, how) => {
		const texts: Searched[] = [];
		let asked = 0;
		for (let kind = 0; kind < KINDS; kind++) {
			vault.set(-1, 0);
			elsewhere.set(0, kind);
			const form = typeof parameters === 'function' ? parameters() : parameters;
			const done = await runNode(echoing, form, how);
			asked += elsewhere.asked();
			texts.push(...kept(`${name} ${String(kind)}`, done));
			expect(done.error?.message ?? '').not.toContain('did not expect');
		}
		expect([name, asked >= KINDS / 2]).toEqual([name, true]);
		expect(canary().search(texts).leaks).toEqual([]);
	},
	60_000,
);

test('the lists of the form show nothing of it', async () => {
	const context = {
		getCredentials: () => Promise.resolve({ ...world.credential, address: vault.url }),
		getNode: () => ({ name: 'Keyturn', type: 'n8n-nodes-keyturn.rotateKey' }),
		getWorkflow: () => ({ id: 'w' }),
		helpers: {
			httpRequest: async ({ url, method, headers, body }: Record<string, string>) => {
				const response = await fetch(url!, {
					method: method!,
					headers: headers as unknown as Record<string, string>,
					redirect: 'manual',
					...(body === undefined ? {} : { body }),
				});
				return {
					statusCode: response.status,
					headers: Object.fromEntries(response.headers),
					body: response.body,
				};
			},
		},
	} as unknown as ILoadOptionsFunctions;
	const texts: Searched[] = [];
	for (const list of [() => searchKeys.call(context), () => getAdmins.call(context)])
		for (let kind = 0; kind < KINDS; kind++)
			for (let at = 1; at <= 4; at++) {
				vault.set(at, kind);
				const shown: unknown = await list().catch((error: unknown) => error);
				texts.push({ name: 'list', text: inspect(shown, { depth: 12, showHidden: true }) });
			}
	texts.push({ name: 'printed', text: terminal.printed.splice(0).join('\n') });
	expect(canary().search(texts).leaks).toEqual([]);
});

test('the control: the echo repeats what it was sent, and the search finds it', async () => {
	vault.set(1, 0);
	const { secretId, roleId } = world.login;
	const answer = await fetch(`${vault.url}/v1/auth/approle/login`, {
		method: 'POST',
		body: JSON.stringify({ role_id: roleId, secret_id: secretId }),
	});
	const text = inspect([answer.statusText, [...answer.headers], await answer.text()], {
		maxStringLength: null,
	});
	const found = canary()
		.search([{ name: 'answer', text }])
		.leaks.map(({ secret }) => secret.replace(/ \d+$/, ''));
	expect([...new Set(found)]).toEqual(expect.arrayContaining(['vault secret ID', 'vault session token']));
});
