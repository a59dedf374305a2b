import type { HttpRequest } from '../../../core/ports';
import { plainBody } from '../../fakes/host';
import { STORE, type World } from '../world';

/** A file of the log, or a text in the folder of what waits, as a request names it. */
export interface Place {
	/** `log/…` for a file of the log, `<uid>/<n>` for what waits, `<uid>/<n>.taken` for its mark. */
	readonly path: string;
	readonly own: boolean;
}

const IN_VAULT = '/v1/secret/data/keyturn/audit/';
const IN_STORE = /^\/[^/]+\/log\/one\//;

/** The place that a request is about, or null when it is about something else. */
export function placeOf({ origin, pathname }: URL): Place | null {
	if (origin === STORE) return { path: `log/${pathname.replace(IN_STORE, '')}`, own: true };
	return pathname.startsWith(IN_VAULT) ? { path: pathname.slice(IN_VAULT.length), own: false } : null;
}

/** What lies at a place, as it is stored; null when nothing does. */
export function storedAt(world: World, { path, own }: Place): string | null {
	if (own) return world.files.get(path.slice('log/'.length)) ?? null;
	const text = (world.read(`keyturn/audit/${path}`) as { entries?: unknown } | null)?.entries;
	return typeof text === 'string' ? text : null;
}

/** What a request would store. */
export function sentIn({ body }: Pick<HttpRequest, 'body'>, { own }: Place): string {
	const text = plainBody(body);
	return own ? text : (JSON.parse(text) as { data: { entries: string } }).data.entries;
}

/** The bytes of a file of the log: in a store of its own one character each, in the vault base64 after a mark. */
export function bytesOf(stored: string, { own }: Place): Buffer {
	return own ? Buffer.from(stored, 'latin1') : Buffer.from(stored.slice(stored.indexOf('.') + 1), 'base64');
}
