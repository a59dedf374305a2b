import { jsonResponse } from '../../../../demo/http/plain';
import type { FakeReadSource, FakeSourceOptions } from './fake';

/** From n8n 2.41.1's own types of a security report, not from a running one. */
export function fakeN8nAudit({ now, admin, mark }: FakeSourceOptions): FakeReadSource {
	const unused: { id: string; at: number }[] = [];
	return {
		origin: 'https://n8n.test',
		settings: { address: 'https://n8n.test' },
		happen(at, lateMs = 0) {
			const id = `credential${String(unused.length).padStart(4, '0')}`;
			unused.push({ id, at: at + lateMs });
			return id;
		},
		handle({ method, path, headers }) {
			if (headers['x-n8n-api-key'] !== admin) return jsonResponse(401, { message: mark });
			if (method !== 'POST' || path !== '/api/v1/audit') return jsonResponse(404, { message: mark });
			const location = unused
				.filter(({ at }) => at <= now())
				.map(({ id }) => ({ kind: 'credential', id, name: mark }));
			return jsonResponse(200, {
				'Credentials Risk Report': {
					risk: 'credentials',
					sections: [
						{
							title: 'Credentials not used in any workflow',
							description: mark,
							recommendation: mark,
							location,
						},
					],
				},
				'Instance Risk Report': {
					risk: 'instance',
					sections: [
						{
							title: 'Security settings',
							description: mark,
							recommendation: mark,
							settings: { features: { publicApiEnabled: true }, nodes: { nodesExclude: mark } },
						},
					],
				},
			});
		},
	};
}
