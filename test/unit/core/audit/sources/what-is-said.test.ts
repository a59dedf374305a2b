import { keyturn } from '../../../../../core/audit/sources/keyturn';
import { n8n } from '../../../../../core/audit/sources/n8n';
import { openai } from '../../../../../core/audit/sources/openai';
import { vaultAuditDevice } from '../../../../../core/audit/sources/vault-audit-device';
import { Secret } from '../../../../../core/secret';
import { jsonResponse } from '../../../../../demo/http/plain';
import { refusal } from '../../../../contract/provider-suite';
import { fakeHost } from '../../../../fakes/host';

const AT = Date.UTC(2030, 0, 1);

describe('who did it, by a line of an audit device', () => {
	const actorOf = (more: object) => {
		const request = { id: 'r1', operation: 'read', path: 'secret/data/app', mount_point: 'secret/' };
		const line = { type: 'response', time: new Date(AT).toISOString(), request, ...more };
		return vaultAuditDevice.take(JSON.stringify(line), AT).events.map(({ actor }) => actor);
	};
	it.each<[string, object, string]>([
		['nobody', {}, 'nobody logged in'],
		['nobody, said so', { auth: null }, 'nobody logged in'],
		['a token alone', { auth: { accessor: 'a1' } }, 'a1'],
		['a token without a name of its own', { auth: { display_name: 'token', accessor: 'a1' } }, 'token a1'],
		['a token of somebody', { auth: { display_name: 'token', entity_id: 'e1', accessor: 'a1' } }, 'token e1'],
		['a token with a name', { auth: { display_name: 'approle', accessor: 'a1' } }, 'approle'],
		['whoever has just logged in', { auth: null, response: { auth: { display_name: 'ann' } } }, 'ann'],
	])('%s', (_who, more, actor) => {
		expect(actorOf(more)).toEqual([actor]);
	});
});

it.each([
	['key created', { keyId: 'k1' }, 'app.main k1'],
	['key created', {}, 'app.main'],
	['value published', { keyId: 'k1' }, 'app.main'],
])('“%s” of Keyturn’s own log with %j is about %s', (kind, facts, target) => {
	const entry = { id: 'u/1/1', at: AT, kind, key: 'app.main', actor: 'ann', facts };
	expect(keyturn.take(JSON.stringify(entry), AT).events).toMatchObject([{ target }]);
});

/** A report of n8n that names so many versions, a thousand at most under each title. */
function reportOf(count: number) {
	const sections = ['A', 'B', 'C', 'D'].map((title, part) => ({
		title,
		nextVersions: Array.from({ length: Math.max(0, Math.min(1_000, count - part * 1_000)) }, (_, at) => ({
			name: `2.${String(at)}`,
		})),
	}));
	return jsonResponse(200, { instance: { risk: 'instance', sections } });
}

it('n8n: reports that could be compared leave no gap, and one that is too long leaves one on either side', async () => {
	const origin = 'https://n8n.test';
	const host = fakeHost();
	const source = n8n.open({ address: origin }, new Secret('n8n-api-key-0123456789', 'x', [origin]), host);
	const found: [events: number, gaps: number][] = [];
	let cursor: string | null = null;
	for (const [turn, count] of [1, 2, 3_001, 3, 4].entries()) {
		host.services[origin] = () => reportOf(count);
		const batch = await source.read(cursor, AT + turn);
		({ cursor } = batch);
		found.push([batch.events.length, batch.gaps.length]);
	}
	expect(found).toEqual([
		[0, 0],
		[1, 0],
		[0, 1],
		[0, 1],
		[1, 0],
	]);
});

it.each([
	['does not say after what', null],
	['says where it was before', 'first'],
])('OpenAI: a list that goes on and %s is no end', async (_how, then) => {
	const origin = 'https://api.openai.test';
	const host = fakeHost();
	host.services[origin] = () =>
		jsonResponse(200, { data: [], has_more: true, last_id: host.sent.length === 1 ? 'first' : then });
	const admin = new Secret('openai-admin-0123456789', 'x', [origin]);
	const error = await refusal(() => openai.open({ address: `${origin}/v1` }, admin, host).read(null, AT));
	expect(error.message).toContain('the list does not end');
	expect(host.sent).toHaveLength(2);
});
