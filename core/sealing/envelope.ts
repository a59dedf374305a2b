import { createHmac, timingSafeEqual } from 'node:crypto';
import { KeyturnError } from '../errors';
import { parsedJson } from '../parsed-json';
import type { StoredDocument } from '../vaults/vault';
import type { InstallationKeys } from './installation-keys';

/**
 * A text with its authentication (HMAC-SHA-256). The code covers the name and the tag that the text replaces, so it
 * neither passes for another's nor, written again later, for a newer state.
 */
export function sealText(name: string, after: string | null, body: string, keys: InstallationKeys): string {
	return JSON.stringify({ body, mac: mac(name, after, body, keys) });
}

/** The text in an envelope; FORGED, at `where`, when it is damaged or was not written by this installation. */
export function unsealText(
	name: string,
	stored: StoredDocument,
	keys: InstallationKeys,
	where: string,
): string {
	const envelope = parsedJson(stored.text) as { body?: unknown; mac?: unknown } | null;
	if (typeof envelope?.body !== 'string' || typeof envelope.mac !== 'string')
		throw new KeyturnError('FORGED', where, 'it is damaged');
	if (!equal(envelope.mac, mac(name, stored.after, envelope.body, keys)))
		throw new KeyturnError('FORGED', where, 'it was changed by something other than Keyturn');
	return envelope.body;
}

const mac = (name: string, after: string | null, body: string, { seal: key }: InstallationKeys) =>
	createHmac('sha256', key)
		.update(`${name}\n${after ?? '-'}\n${body}`)
		.digest('hex');

const encoder = new TextEncoder();

function equal(a: string, b: string): boolean {
	const left = encoder.encode(a);
	const right = encoder.encode(b);
	return left.length === right.length && timingSafeEqual(left, right);
}
