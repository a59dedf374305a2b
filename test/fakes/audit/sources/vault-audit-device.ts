/** A request's two lines, as a file device of Vault or OpenBao writes them. Source: https://developer.hashicorp.com/vault/docs/audit/schema */
export function vaultLines(
	id: string,
	at: number,
	mark: string,
	more: { operation?: string; path?: string; error?: string } = {},
): string[] {
	const { operation = 'read', path = 'secret/data/apps/summariser', error } = more;
	const auth = {
		accessor: `hmac-sha256:${'a'.repeat(64)}`,
		client_token: `hmac-sha256:${'b'.repeat(64)}`,
		display_name: 'approle',
		entity_id: 'e2853091-6c3c-2200-3ff7-0b664ed70c4d',
		metadata: { role_name: mark },
		policies: [mark],
	};
	const request = {
		id,
		operation,
		path,
		client_token: `hmac-sha256:${'b'.repeat(64)}`,
		mount_point: 'secret/',
		mount_type: 'kv',
		remote_address: '10.0.0.7',
		data: { data: { value: mark } },
	};
	const time = new Date(at).toISOString().replace('Z', '123456Z');
	const failed = error === undefined ? {} : { error };
	return [
		JSON.stringify({ time, type: 'request', auth, request, ...failed }),
		JSON.stringify({
			time,
			type: 'response',
			auth,
			request,
			response: { data: { data: { value: mark } } },
			...failed,
		}),
	];
}
