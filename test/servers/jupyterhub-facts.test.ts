import { execFileSync } from 'node:child_process';

import axios from 'axios';

import { jupyterhub } from '../../core/providers/jupyterhub';
import { install } from '../../scripts/servers/install';
import { exercised } from './exercised';

const {
	KEYTURN_JUPYTERHUB_URL: url,
	KEYTURN_JUPYTERHUB_TOKEN: admin,
	KEYTURN_JUPYTERHUB_USER: user,
} = process.env;
const tokens = `/users/${user}/tokens`;
const client = axios.create({
	baseURL: `${url}/hub/api`,
	timeout: 10_000,
	maxRedirects: 0,
	validateStatus: () => true,
});

interface Token {
	id: string;
	token: string;
	note: string;
	created: string;
	expires_at: string;
}

type Body = Token & { api_tokens: Token[]; token_id: string; name: string; message: string | null };

async function call(method: string, path: string, token = admin, data?: unknown) {
	const answer = await client.request<Body>({
		method,
		url: path,
		data,
		headers: { Authorization: `token ${token}` },
	});
	exercised('jupyterhub');
	return { status: answer.status, body: answer.data };
}

async function create(note: string, more: object = {}): Promise<Token> {
	const { status, body } = await call('POST', tokens, admin, { note, ...more });
	expect(status).toBe(201);
	return body;
}

const whoAmI = (token: string) => call('GET', '/user', token);

afterEach(async () => {
	const { body } = await call('GET', tokens);
	for (const { id } of body.api_tokens) await call('DELETE', `${tokens}/${id}`);
});

describe('what the JupyterHub driver relies on', () => {
	it('a token is shown once, and listed without it', async () => {
		const note = 'kt-0123456789abcdef-12.3.4';
		const made = await create(note, { expires_in: 3600 });
		expect(made.token).toMatch(/^[0-9a-f]{32}$/);
		const { status, body } = await call('GET', tokens);
		expect(status).toBe(200);
		const listed = body.api_tokens[0]!;
		expect(listed).toMatchObject({ id: made.id, note, last_activity: null, roles: [] });
		expect(Date.parse(listed.expires_at) - Date.parse(listed.created)).toBeCloseTo(3_600_000, -2);
		expect(JSON.stringify(body)).not.toContain(made.token);
		expect((await call('GET', `${tokens}/${made.id}`)).body).toEqual(listed);
	});

	it.each(['', '!user=svc', '!server=svc/lab', '!group=g'])(
		'each of its scopes brings what is expected%s',
		async (filter) => {
			const { python } = await install('jupyterhub');
			const program = `
import json
from jupyterhub.scopes import _expand_scope, scope_definitions
print(json.dumps({name: sorted(_expand_scope(name + '${filter}')) for name in scope_definitions}))`;
			const theirs = JSON.parse(execFileSync(python, ['-c', program], { encoding: 'utf8' })) as Record<
				string,
				string[]
			>;
			expect(Object.keys(theirs).length).toBeGreaterThan(40);
			const { scopes: always } = jupyterhub.initial({ user: 'nobody', scopes: 'no:such' });
			const ours = Object.keys(theirs).map((name) => {
				const { scopes } = jupyterhub.initial({ user: 'nobody', scopes: `${name}${filter}` });
				return [name, scopes!.filter((each) => !always!.includes(each))];
			});
			expect(Object.fromEntries(ours)).toEqual(theirs);
		},
	);

	it('a note is kept as it is and need not be unique', async () => {
		const long = `${'x'.repeat(5_000)} 🔑`;
		for (const note of ['same', 'same', long]) await create(note);
		const { body } = await call('GET', `${tokens}?limit=1`);
		expect(body.api_tokens.map((entry) => entry.note)).toEqual(['same', 'same', long]);
	});

	it('a living token learns its own id, whatever its scopes', async () => {
		for (const scopes of [undefined, [], ['access:servers!user']]) {
			const made = await create('self', scopes === undefined ? {} : { scopes });
			const { status, body } = await whoAmI(made.token);
			expect([status, body.token_id, body.name]).toEqual([200, made.id, user]);
		}
	});

	it('403 with an empty message is a dead token, 403 with a message is a missing right', async () => {
		const limited = await create('limited', { scopes: [] });
		const refused = await call('GET', tokens, limited.token);
		expect([refused.status, refused.body.message]).toEqual([
			403,
			expect.stringContaining('Action is not authorized'),
		]);
		const gone = await create('gone');
		await call('DELETE', `${tokens}/${gone.id}`);
		for (const dead of [gone.token, 'garbage'])
			expect(await whoAmI(dead)).toEqual({ status: 403, body: { status: 403, message: null } });
	});

	it('a deleted token is refused by the very next request; a second DELETE is 404', async () => {
		const made = await create('to delete');
		expect((await whoAmI(made.token)).status).toBe(200);
		expect((await call('DELETE', `${tokens}/${made.id}`)).status).toBe(204);
		expect((await whoAmI(made.token)).status).toBe(403);
		expect((await call('DELETE', `${tokens}/${made.id}`)).status).toBe(404);
		expect((await call('GET', `${tokens}/${made.id}`)).status).toBe(404);
	});

	it('the id of a deleted token is given out again', async () => {
		const first = await create('first');
		await call('DELETE', `${tokens}/${first.id}`);
		const second = await create('second');
		expect(second.id).toBe(first.id);
		expect((await call('DELETE', `${tokens}/${first.id}`)).status).toBe(204);
		expect((await whoAmI(second.token)).status).toBe(403);
	});

	it('an expired token is refused and no longer listed', async () => {
		const made = await create('short', { expires_in: 1 });
		await new Promise((done) => setTimeout(done, 1_500));
		expect((await whoAmI(made.token)).status).toBe(403);
		expect((await call('GET', tokens)).body.api_tokens).toEqual([]);
	});
});
