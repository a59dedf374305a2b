import { posix } from 'node:path';
import { own, parseJsonObject } from '../http/plain';
import type { JsonObject, PlainRequest } from '../http/plain';
import type { Operation } from './acl';
import { failure, notFound } from './call';
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

/** A path with nothing in it that is to be decoded or refused, as nearly all are. */
const PLAIN = /^\/v1(?:\/[\w-][\w.-]*)+$/;

/** The decoded path below `/v1/`, or the answer to one that the real server refuses or redirects. */
export function readPath(request: PlainRequest): { value: string } | { refusal: Answer } {
	if (PLAIN.test(request.path)) return { value: request.path.slice('/v1/'.length) };
	const segments = request.path.slice('/v1/'.length).split('/');
	if (
		segments.some(
			(segment, at) => segment === '.' || segment === '..' || (segment === '' && at < segments.length - 1),
		)
	) {
		return { refusal: { status: 307, headers: { location: posix.normalize(request.path) } } };
	}
	const path = decode(segments.join('/'));
	if (path === undefined)
		return { refusal: WRITES.has(request.method) ? failure(500, 'internal error') : notFound };
	if (/[\0-\x1f\x7f]/.test(path)) return { refusal: { status: 400 } };
	if (path.split('/').includes('..')) return { refusal: failure(400, 'relative paths not supported') };
	return { value: path };
}

function decode(path: string): string | undefined {
	if (!path.includes('%')) return path;
	try {
		return decodeURIComponent(path);
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
