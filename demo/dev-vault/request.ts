import { own, parseJsonObject } from '../http/plain';
import type { JsonObject, PlainRequest } from '../http/plain';
import type { Operation } from './acl';
import { failure } from './call';
import type { Answer } from './call';

const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT']);
const OPERATIONS: Readonly<Record<string, Operation>> = {
	GET: 'read',
	LIST: 'list',
	POST: 'update',
	PUT: 'update',
	PATCH: 'patch',
	DELETE: 'delete',
};

/** What the request does, or undefined for a method that the vault does not know. */
export function readOperation(request: PlainRequest): Operation | undefined {
	if (request.method === 'GET' && request.query['list'] === 'true') return 'list';
	return own(OPERATIONS, request.method);
}

/** The decoded path, or undefined when it does not decode or climbs with a `..` segment. */
export function decodePath(path: string): string | undefined {
	try {
		const decoded = decodeURIComponent(path);
		return decoded.split('/').includes('..') ? undefined : decoded;
	} catch {
		return undefined;
	}
}

/** The JSON body of a write, or the refusal of it. */
export function readBody(request: PlainRequest): { value: JsonObject } | { refusal: Answer } {
	const isPatch = request.method === 'PATCH';
	if (!isPatch && !WRITES.has(request.method)) return { value: {} };
	const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
	if (isPatch && type !== 'application/merge-patch+json') {
		const text = `PATCH requires Content-Type of application/merge-patch+json, provided ${type}`;
		return { refusal: failure(415, text) };
	}
	if (!isPatch && request.path.endsWith('/')) {
		return { refusal: failure(400, "cannot write to a path ending in '/'") };
	}
	const value = parseJsonObject(request.body);
	return value === undefined ? { refusal: failure(400, 'failed to parse JSON input') } : { value };
}
