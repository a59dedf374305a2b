import { jsonResponse } from '../../../../demo/http/plain';
import type { FakeReadSource, FakeSourceOptions } from './fake';

const MOST_A_PAGE = 100;
const USUAL_A_PAGE = 20;

export interface FakeOpenaiLog extends FakeReadSource {
	/** One entry of a type, about the thing of that id; `more` stands beside what every entry has. */
	add(at: number, type: string, id: string, more?: object, lateMs?: number): string;
}

/** From https://platform.openai.com/docs/api-reference/audit-logs and the types of OpenAI's own SDK. Newest first. */
export function fakeOpenaiLog({
	now,
	admin,
	mark,
	origin = 'https://api.openai.test',
}: FakeSourceOptions & { readonly origin?: string }): FakeOpenaiLog {
	const entries: { id: string; at: number; visibleAt: number; type: string; entry: object }[] = [];
	const add: FakeOpenaiLog['add'] = (at, type, about, more = {}, lateMs = 0) => {
		const id = `audit_log-${String(entries.length).padStart(6, '0')}`;
		const second = Math.floor(at / 1_000);
		const entry = {
			id,
			type,
			effective_at: second,
			project: { id: 'proj_default', name: mark },
			actor: {
				type: 'session',
				session: { user: { id: 'user-1', email: 'ann@example.com' }, ip_address: '198.51.100.7', ja3: mark },
			},
			[type]: { id: about, data: { name: mark, scopes: [mark] }, error_message: mark },
			...more,
		};
		entries.push({ id, at: second, visibleAt: at + lateMs, type, entry });
		return id;
	};
	return {
		origin,
		settings: { address: `${origin}/v1` },
		add,
		happen: (at, lateMs = 0) => add(at, 'api_key.created', `key_${String(entries.length)}`, {}, lateMs),
		handle({ method, path, query, headers }) {
			const dated = { date: new Date(now()).toUTCString() };
			const refuse = (status: number, code: string) =>
				jsonResponse(status, { error: { message: mark, type: 'invalid_request_error', code } }, dated);
			if (headers['authorization'] !== `Bearer ${admin}`) return refuse(401, 'invalid_api_key');
			if (method !== 'GET' || path !== '/v1/organization/audit_logs') return refuse(404, 'not_found');
			const wanted = query['event_types[]']?.split(',');
			const [least, most] = [
				Number(query['effective_at[gte]'] ?? 0),
				Number(query['effective_at[lte]'] ?? Infinity),
			];
			const limit = Number(query['limit'] ?? USUAL_A_PAGE);
			if (!(limit >= 1 && limit <= MOST_A_PAGE)) return refuse(400, 'invalid_value');
			const fitting = entries
				.filter(
					({ visibleAt, at, type }) =>
						visibleAt <= now() && at >= least && at <= most && (wanted?.includes(type) ?? true),
				)
				.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
			const { after } = query;
			const begin = after === undefined ? 0 : fitting.findIndex(({ id }) => id === after) + 1;
			if (after !== undefined && begin === 0) return refuse(400, 'invalid_cursor');
			const data = fitting.slice(begin, begin + limit);
			return jsonResponse(
				200,
				{
					object: 'list',
					data: data.map(({ entry }) => entry),
					first_id: data[0]?.id ?? null,
					last_id: data.at(-1)?.id ?? null,
					has_more: begin + limit < fitting.length,
				},
				dated,
			);
		},
	};
}
