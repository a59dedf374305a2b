import { randomBytes } from 'node:crypto';
import { openai as auditLog } from '../../core/audit/sources/openai';
import { types } from '../../core/audit/sources/openai-events';
import { openai } from '../../core/providers/openai';
import { Secret } from '../../core/secret';
import type { PlainRequest } from '../../demo/http/plain';
import { fakeOpenaiLog } from '../fakes/audit/sources/openai';
import { fakeHost, toPlain, VirtualTime } from '../fakes/host';
import { ACCOUNT, FakeOpenai, PROJECT, projectOf } from '../fakes/providers/openai';
import { reveal } from './provider-suite';

const ORIGIN = 'https://api.openai.test';
const ADMIN = 'sk-admin-of-the-test';
const NEEDED = 22;

const given = Number(process.versions.node.split('.')[0]) >= NEEDED ? describe : describe.skip;
if (given !== describe) process.stdout.write(`skipped: the SDK of OpenAI needs Node.js ${NEEDED}\n`);

/** What two clients must agree on: the body as JSON, and who asks. */
const essence = ({ method, path, query, headers, body }: PlainRequest) => ({
	method,
	path,
	query,
	authorization: headers['authorization'],
	body: body === '' ? null : (JSON.parse(body) as unknown),
});

given('the vendor’s own SDK', () => {
	/** One service, and two clients before it: the driver, and the SDK. */
	function begin() {
		const time = new VirtualTime();
		const options = { now: () => time.now, random: randomBytes, origin: ORIGIN, admin: ADMIN };
		const fake = new FakeOpenai(options);
		const seen: ReturnType<typeof essence>[] = [];
		const log = fakeOpenaiLog({ ...options, mark: 'NOT TO BE TOLD' });
		const recorded = (request: PlainRequest) => {
			seen.push(essence(request));
			return request.path.endsWith('/audit_logs') ? log.handle(request) : fake.handle(request);
		};
		const host = fakeHost({ time, services: { [ORIGIN]: recorded } });
		const { settings } = projectOf(fake, ORIGIN);
		const fetch = (url: string | URL | Request, { method = 'GET', headers, body }: RequestInit = {}) => {
			const request = {
				method: method as 'GET',
				url: url instanceof Request ? url.url : url.toString(),
				headers: Object.fromEntries(new Headers(headers)),
				timeoutMs: 0,
				maxBytes: 0,
				...(typeof body === 'string' ? { body } : {}),
			};
			const answer = recorded(toPlain(request));
			return Promise.resolve(new Response(answer.body, { status: answer.status, headers: answer.headers }));
		};
		return {
			log,
			time,
			source: auditLog.open({ address: `${ORIGIN}/v1` }, new Secret(ADMIN, 'admin', [ORIGIN]), host),
			provider: openai.open(settings, new Secret(ADMIN, 'admin', [ORIGIN]), host),
			sdk: async (apiKey: string) => {
				const { OpenAI } = await import('openai');
				const baseURL = `${ORIGIN}/v1`;
				return new OpenAI({ apiKey, adminAPIKey: ADMIN, baseURL, fetch, maxRetries: 0 });
			},
			/** What was asked since the last look. */
			asked: () => seen.splice(0),
			initial: openai.initial(settings),
		};
	}

	it('asks for a key with scopes and an end as the driver does', async () => {
		const { provider, sdk, asked, initial } = begin();
		await provider.create('kt-a-1.1.0', initial, [ORIGIN]);
		const ours = asked();
		const { admin } = await sdk('none');
		await admin.organization.projects.serviceAccounts.apiKeys.create(ACCOUNT, {
			project_id: PROJECT,
			name: 'kt-a-1.1.0',
			scopes: ['api.model.read', 'api.responses.write'],
			expires_in_seconds: 30 * 86_400,
		});
		expect(ours).toHaveLength(1);
		expect(asked()).toEqual(ours);
	});

	it('reads the audit log as the source does, and finds the same events', async () => {
		const { log, time, source, sdk, asked } = begin();
		const ids: string[] = [];
		for (let count = 0; count < 205; count++) ids.push(log.happen(time.now - 3_600_000 + count * 1_000));
		log.add(time.now - 60_000, 'tunnel.created', 'tunnel_1');
		const { events } = await source.read(null, time.now);
		const ours = asked();
		const theirs: string[] = [];
		const { admin } = await sdk('none');
		const query = {
			// A day and a quarter of an hour before.
			effective_at: { gte: time.now / 1_000 - 86_400 - 900, lte: time.now / 1_000 },
			event_types: Object.keys(types) as 'api_key.created'[],
			limit: 100,
		};
		for await (const { id } of admin.organization.auditLogs.list(query)) theirs.push(id);
		expect(ours).toHaveLength(3);
		expect(asked()).toEqual(ours);
		expect(events.map(({ id }) => id)).toEqual(ids);
		expect(theirs.reverse()).toEqual(ids);
	});

	it('reads a list of two pages as the driver does, and finds the same keys', async () => {
		const { provider, sdk, asked, initial } = begin();
		for (let count = 0; count < 105; count++) await provider.create(`kt-b-1.1.${count}`, initial, []);
		asked();
		const listed = await provider.list();
		const ours = asked();
		const theirs: string[] = [];
		const { admin } = await sdk('none');
		const query = { limit: 100, owner_project_access: 'any' } as const;
		for await (const { id, owner } of admin.organization.projects.apiKeys.list(PROJECT, query))
			if (owner.service_account?.id === ACCOUNT) theirs.push(id);
		expect(ours).toHaveLength(2);
		expect(asked()).toEqual(ours);
		expect(listed.map(({ id }) => id)).toEqual(theirs);
		expect(listed).toHaveLength(105);
	});

	it('deletes a key as the driver does', async () => {
		const { provider, sdk, asked, initial } = begin();
		const { id } = await provider.create('kt-a-1.1.0', initial, []);
		asked();
		const { admin } = await sdk('none');
		const gone = await admin.organization.projects.apiKeys.delete(id, { project_id: PROJECT });
		expect(gone.deleted).toBe(true);
		const theirs = asked();
		await provider.revoke(id);
		expect(asked()).toEqual(theirs);
	});

	it('lists the models with a key as the driver does to check one', async () => {
		const { provider, sdk, asked, initial } = begin();
		const { value } = await provider.create('kt-a-1.1.0', initial, [ORIGIN]);
		asked();
		expect((await provider.probe(value)).verdict).toBe('alive');
		const ours = asked();
		const { data } = await (await sdk(reveal(value))).models.list();
		expect(data.map(({ id }) => id)).toEqual(['gpt-5']);
		expect(asked()).toEqual(ours);
	});
});
