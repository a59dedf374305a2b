/** One HTTP request with nothing of a socket in it, so that the same handler runs in memory and over loopback. */
export interface PlainRequest {
	readonly method: string;
	/** The pathname with its leading slash, still percent-encoded. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Raw text, empty when there is none. */
	readonly body: string;
}

/** One HTTP answer; status 0 means that the answer is lost on the way although the request took effect. */
export interface PlainResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** Answers synchronously and never throws for anything a client may send. */
export type PlainHandler = (request: PlainRequest) => PlainResponse;

export type JsonObject = { [name: string]: unknown };

/** Fills the given number of bytes; injected so that a simulation can repeat itself. */
export type RandomBytes = (bytes: number) => Uint8Array;

/** Whether a value is a JSON object, not null and not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses a body that must be a JSON object; empty text is an empty object, anything else is undefined. */
export function parseJsonObject(text: string): JsonObject | undefined {
	if (text.trim() === '') return {};
	try {
		const value: unknown = JSON.parse(text);
		return isJsonObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** The own property of that name, never one inherited from Object.prototype. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A JSON answer; an undefined value gives an empty body. */
export function jsonResponse(
	status: number,
	value: unknown,
	headers: Readonly<Record<string, string>> = {},
): PlainResponse {
	if (value === undefined) return { status, headers: { 'cache-control': 'no-store', ...headers }, body: '' };
	return {
		status,
		headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
		body: `${JSON.stringify(value)}\n`,
	};
}

/** The page of a proxy in front of a server that is down: HTML where the client expects JSON. */
export function htmlErrorResponse(headers: Readonly<Record<string, string>> = {}): PlainResponse {
	return {
		status: 502,
		headers: { 'content-type': 'text/html', ...headers },
		body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n',
	};
}

/** Bytes as URL-safe text without padding. */
export function toToken(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64url');
}

/** A version 4 UUID made of 16 given bytes. */
export function toUuid(bytes: Uint8Array): string {
	const copy = Buffer.from(bytes);
	copy[6] = ((copy[6] ?? 0) & 0x0f) | 0x40;
	copy[8] = ((copy[8] ?? 0) & 0x3f) | 0x80;
	const hex = copy.toString('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
