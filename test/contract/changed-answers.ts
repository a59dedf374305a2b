import type { HttpResponse } from '../../core/ports';
import type { PlainRequest } from '../../demo/http/plain';
import type { FakeHost } from '../fakes/host';

/** `id`, `key_id`, `keyId`. */
export const isIdName = (name: string): boolean => /^id$|_id$|Id$/.test(name);

/** A time as services write it, ISO 8601 or seconds or milliseconds since 1970, in ms; null for all else. */
function timeOf(value: unknown): number | null {
	if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value)) return Date.parse(value);
	if (typeof value !== 'number' || value < 1e9) return null;
	return value < 1e11 ? value * 1_000 : value;
}
/** When a key was made is past, when it ends is to come, whatever the members are called. */
export const isPast = (value: unknown, now: number): boolean => (timeOf(value) ?? Infinity) <= now;
export const isComing = (value: unknown, now: number): boolean => (timeOf(value) ?? -Infinity) > now;

/** From now on such members of the service’s answers say something else; gives the names of those that did, as they do. */
export function spoil(
	host: FakeHost,
	isMeant: (name: string, value: unknown) => boolean,
	odd: unknown,
): string[] {
	const spoilt: string[] = [];
	const edit = ([name, value]: [string, unknown]) => {
		if (value === null || !isMeant(name, value)) return [name, value];
		spoilt.push(name);
		return [name, odd];
	};
	host.between = change(everyRecord((record) => Object.fromEntries(Object.entries(record).map(edit))));
	return spoilt;
}

export type Body = Record<string, unknown> | unknown[];

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Edits each list of records in an answer, be it the answer itself or a member of it or of what wraps it (`data`). */
export const everyList =
	(edit: (list: Record<string, unknown>[]) => unknown[]) =>
	(body: Body): Body => {
		const within = (value: unknown): unknown => {
			if (isRecord(value)) return membersOf(value, within);
			return Array.isArray(value) && value.every(isRecord) ? edit(value) : value;
		};
		return within(body) as Body;
	};

/** Edits each record in an answer: those in its lists, what wraps them, and the answer itself. */
export const everyRecord =
	(edit: (record: Record<string, unknown>) => Record<string, unknown>) =>
	(body: Body): Body => {
		const within = (value: unknown): unknown => (isRecord(value) ? edit(membersOf(value, within)) : value);
		return within(everyList((list) => list.map(edit))(body)) as Body;
	};

const membersOf = (record: Record<string, unknown>, edit: (value: unknown) => unknown) =>
	Object.fromEntries(Object.entries(record).map(([name, value]) => [name, edit(value)]));

/** Lets the service work and changes its JSON on the way back. */
export const change =
	(edit: (body: Body) => unknown) =>
	(request: PlainRequest, service: (request: PlainRequest) => HttpResponse): HttpResponse => {
		const response = service(request);
		return {
			...response,
			body: response.body === '' ? '' : JSON.stringify(edit(JSON.parse(response.body) as Body)),
		};
	};
