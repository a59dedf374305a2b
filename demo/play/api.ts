import type { JsonObject } from '../http/plain';

export interface Answered {
	readonly status: number;
	readonly body: JsonObject;
}

/** Sends JSON with the given headers and reads JSON; for the person, the app and the audience of the demo. */
export async function call(
	method: string,
	url: string,
	headers: Readonly<Record<string, string>>,
	json?: unknown,
): Promise<Answered> {
	const response = await fetch(url, {
		method,
		headers,
		signal: AbortSignal.timeout(10_000),
		...(json === undefined ? {} : { body: JSON.stringify(json) }),
	});
	const text = await response.text();
	return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as JsonObject) };
}

/** The same where anything but success ends the demo; what was answered is not repeated, it may hold a secret. */
export async function must(...given: Parameters<typeof call>): Promise<JsonObject> {
	const { status, body } = await call(...given);
	if (status >= 300)
		throw new Error(`${given[0]} ${new URL(given[1]).pathname} was answered with ${status}.`);
	return body;
}

export const bearer = (value: string): Record<string, string> => ({ authorization: `Bearer ${value}` });
export const vaultToken = (token: string): Record<string, string> => ({ 'x-vault-token': token });
