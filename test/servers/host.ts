import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Host, HttpRequest, HttpResponse } from '../../core/ports';

export interface RealHost extends Host {
	/** Every request that left the core, oldest first. */
	readonly sent: HttpRequest[];
}

/** A platform with a real clock and real sockets, as the ports ask for: no redirects, a time and a size limit. */
export function realHost(actor = 'a test on real servers'): RealHost {
	const sent: HttpRequest[] = [];
	return {
		sent,
		actor,
		random: randomBytes,
		clock: { now: () => Date.now(), monotonic: () => performance.now(), sleep: (ms) => pause(ms) },
		async http(request) {
			sent.push(request);
			return await answerOf(request);
		},
	};
}

async function answerOf({
	method,
	url,
	headers,
	body,
	encoding,
	timeoutMs,
	maxBytes,
}: HttpRequest): Promise<HttpResponse> {
	const response = await fetch(url, {
		method,
		headers,
		redirect: 'manual',
		signal: AbortSignal.timeout(timeoutMs),
		...(body === undefined ? {} : { body }),
	});
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		bytes += (chunk as Uint8Array).length;
		if (bytes > maxBytes) throw new Error('the answer is too long');
		chunks.push(chunk as Uint8Array);
	}
	return {
		status: response.status,
		headers: Object.fromEntries(response.headers),
		body: Buffer.concat(chunks).toString(encoding),
	};
}

/** What the setup of this suite has started. */
export function servers() {
	const of = (name: string): string => {
		const value = process.env[`KEYTURN_${name}`];
		if (value === undefined) throw new Error(`KEYTURN_${name} is not set: the servers were not started`);
		return value;
	};
	return {
		openbao: { url: of('OPENBAO_URL'), token: of('OPENBAO_TOKEN') },
		hub: { url: of('JUPYTERHUB_URL'), token: of('JUPYTERHUB_TOKEN'), user: of('JUPYTERHUB_USER') },
	};
}
