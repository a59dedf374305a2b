import { jsonResponse, type PlainRequest, type PlainResponse } from '../../../demo/http/plain';
import type { OpenFake } from './fake';

/** A service whose keys only a person can make and remove, with one address that checks a key. */
export const fakeManual: OpenFake = ({ now, origin }) => {
	const keys = new Set<string>();
	const handle = (request: PlainRequest): PlainResponse => {
		const value = /^Bearer (\S+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
		const headers = { date: new Date(now()).toUTCString() };
		if (request.path !== '/v1/models') return jsonResponse(404, { error: 'not found' }, headers);
		return keys.has(value)
			? jsonResponse(200, { data: [] }, headers)
			: jsonResponse(401, { error: 'invalid key' }, headers);
	};
	return {
		handle,
		settings: {
			createPage: `${origin}/keys`,
			probeUrl: `${origin}/v1/models`,
			sendAs: 'bearer',
			deadStatus: '401',
		},
		person: { make: (value) => void keys.add(value), end: (value) => void keys.delete(value) },
	};
};
