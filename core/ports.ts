/**
 * Sends one request and gives back whatever was answered. It never throws for a status, never follows a redirect, keeps
 * to `timeoutMs` and `maxBytes`, and rejects only when no complete answer came: the effect is then unknown. It rejects
 * with a KeyturnError when it sent nothing, which is a CertificateRefused when the server's certificate was not accepted.
 */
export interface Http {
	(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
	readonly method: Method;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Text of the body, sent as UTF-8, or bytes, sent as they are; undefined for none. */
	readonly body?: string | Uint8Array;
	/** How the answer's bytes become text: UTF-8, or one character a byte for what is no text. UTF-8 when absent. */
	readonly encoding?: 'utf8' | 'latin1';
	readonly timeoutMs: number;
	readonly maxBytes: number;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export interface Clock {
	/** The machine's idea of the time, in ms since 1970. Used to refuse when it is far off the vault's, and to date signed requests. */
	now(): number;
	/** Milliseconds that only ever go forward, from any start. */
	monotonic(): number;
	sleep(ms: number): Promise<void>;
}

/** What a platform (n8n, Zapier, a test) lends to the core. */
export interface Host {
	readonly http: Http;
	readonly clock: Clock;
	/** Random bytes fit for keys. */
	random(bytes: number): Uint8Array;
	/** Who or what asked, for the audit entry, e.g. `n8n workflow 12`. Never a secret. */
	readonly actor: string;
	/** Told of each step as it is reached; for showing progress only. */
	readonly progress?: (step: {
		readonly key: string;
		readonly step: string;
		readonly detail: string;
	}) => void;
}
