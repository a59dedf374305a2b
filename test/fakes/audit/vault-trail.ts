import type { PlainHandler } from '../../../demo/http/plain';
import type { FakeHost } from '../host';

const verbs: Readonly<Record<string, string>> = {
	GET: 'read',
	LIST: 'list',
	POST: 'update',
	PUT: 'update',
	PATCH: 'patch',
	DELETE: 'delete',
};

/** Writes down what a vault is asked, as its audit device would: one line for each answer. */
export function auditedVault(
	host: FakeHost,
	origin: string,
	actor = { name: 'approle', entity: 'keyturn' },
): string[] {
	const lines: string[] = [];
	const vault: PlainHandler = host.services[origin]!;
	host.services[origin] = (request) => {
		const response = vault(request);
		const path = decodeURI(request.path).replace(/^\/v1\//, '');
		const operation = request.query['list'] === 'true' ? 'list' : (verbs[request.method] ?? 'read');
		const time = new Date(host.time.now).toISOString();
		const denied = response.status === 403 ? { error: '1 error occurred:\n\t* permission denied\n\n' } : {};
		const failed = response.status >= 400 && response.status !== 403 ? { error: 'refused' } : {};
		lines.push(
			JSON.stringify({
				type: 'response',
				time,
				auth: { display_name: actor.name, entity_id: actor.entity, accessor: 'hmac-sha256:00' },
				request: {
					id: `request-${lines.length}`,
					operation,
					path,
					mount_type: path.startsWith('secret/') ? 'kv' : 'system',
					mount_point: path.startsWith('secret/') ? 'secret/' : '',
					remote_address: '10.0.0.9',
				},
				...denied,
				...failed,
			}),
		);
		return response;
	};
	return lines;
}
