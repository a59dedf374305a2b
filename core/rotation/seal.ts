import { createHmac, timingSafeEqual } from 'node:crypto';
import { KeyturnError } from '../errors';
import type { Secret } from '../secret';
import type { StoredDocument } from '../vaults/vault';
import { documentSchema, type Document } from './document';

/** The keys made from an installation's one random key: one authenticates documents, one makes fingerprints. */
export interface InstallationKeys {
	/** 64 hex digits, used as they stand: 256 bits of key either way. */
	readonly seal: string;
	readonly prints: string;
}

/** The installation key never leaves the vault and this process, so it is revealed to the vault's origin only. */
export function installationKeys(key: Secret, vaultOrigin: string): InstallationKeys {
	const derive = (label: string) => createHmac('sha256', key.reveal(vaultOrigin)).update(label).digest('hex');
	return { seal: derive('keyturn document seal v1'), prints: derive('keyturn fingerprint v1') };
}

/**
 * A document as text with its authentication. The code covers the key's name and the tag that it replaces, so a
 * document neither passes for another key's nor, written again later, for a newer state.
 */
export function seal(document: Document, after: string | null, keys: InstallationKeys): string {
	// What could not be read back must never be written: it would lock the key out for good.
	const parsed = documentSchema.safeParse(document);
	if (!parsed.success)
		throw new KeyturnError(
			'BAD_INPUT',
			document.name,
			'a text is too long, or a number out of range, to be kept',
		);
	const body = JSON.stringify(parsed.data);
	return JSON.stringify({ body, mac: mac(document.name, after, body, keys) });
}

/** The document in a stored text; FORGED when it is damaged or was not written by this installation. */
export function unseal(name: string, stored: StoredDocument, keys: InstallationKeys): Document {
	const forged = (what: string) => new KeyturnError('FORGED', `Document of ${name}`, what);
	const envelope = parse(stored.text) as { body?: unknown; mac?: unknown } | null;
	if (typeof envelope?.body !== 'string' || typeof envelope.mac !== 'string') throw forged('it is damaged');
	if (!equal(envelope.mac, mac(name, stored.after, envelope.body, keys)))
		throw forged('it was changed by something other than Keyturn');
	const parsed = documentSchema.safeParse(parse(envelope.body));
	if (!parsed.success || parsed.data.name !== name) throw forged('it has not the expected form');
	return parsed.data;
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

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
