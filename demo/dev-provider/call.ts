import type { JsonObject, RandomBytes } from '../http/plain';
import type { DevProviderState } from './state';

export interface Call {
	readonly query: Readonly<Record<string, string>>;
	readonly body: JsonObject;
	/** The key id in the path, empty when there is none. */
	readonly id: string;
	/** The bearer token, empty when there is none. */
	readonly bearer: string;
	readonly nowMs: number;
	readonly random: RandomBytes;
	readonly state: DevProviderState;
	/** Values made by this process, by key id: only the leaking list reads them. */
	readonly values: Map<string, string>;
}

/** Status 0: the answer is lost. An undefined body is none. */
export interface Answer {
	readonly status: number;
	readonly body?: JsonObject;
	readonly headers?: Readonly<Record<string, string>>;
}

export function refuse(status: number, code: string, message?: string): Answer {
	return { status, body: message === undefined ? { code } : { code, message } };
}

export function timeText(ms: number | null): string | null {
	return ms === null ? null : new Date(ms).toISOString();
}
