import { append } from '../../audit/append';
import type { AuditEntry } from '../../audit/entry';
import { copyOf } from '../../copy';
import { KeyturnError, hasCode, isUnknownOutcome } from '../../errors';
import { hex } from '../../hex';
import type { Context } from '../../operations/context';
import { sealText, unsealText } from '../../sealing/envelope';
import { type InstallationKeys, installationKeys } from '../../sealing/installation-keys';
import { Secret } from '../../secret';
import type { StoredDocument } from '../../vaults/vault';
import { type Name, shown } from '../wire/name';
import { type ZoneDocument, documentSchema, emptyDocument } from './document';

/** Adds an audit entry that is written together with the change it tells of. */
export type Note = (kind: string, facts: AuditEntry['facts']) => void;
export type ZoneChange<Result> = (draft: ZoneDocument, note: Note) => Result;

/** What is kept of one watched domain, as last seen, and the one way to write it. */
export interface ZoneFile {
	readonly document: ZoneDocument;
	/**
	 * Changes a copy and writes it, unless nothing is different. When somebody else wrote meanwhile, it is done anew on
	 * what stands there then: `change` may run more than once, and what it throws ends it. Throws UNKNOWN_OUTCOME when
	 * the vault confirms nothing.
	 */
	change<Result>(change: ZoneChange<Result>): Promise<Result>;
	/** Writes what waits to the audit log. Gives why that could not be done, or null: it then stays for the next run. */
	settle(): Promise<string | null>;
}

const TRIES = 5;
const KEPT_WRITES = 8;
const RANDOM_BYTES = 12;

/** Opens what is kept of a domain; empty when nothing is. Throws FORGED when it is not what Keyturn wrote. */
export async function openZoneFile({ host, vault }: Context, domain: Name): Promise<ZoneFile> {
	const zone = shown(domain);
	const id = `${zone}/watch`;
	const where = `Watched state of ${zone}`;
	const installation = await vault.readInstallationKey();
	let keys = installation === null ? null : installationKeys(installation, vault.origin);
	let tag: string | null = null;
	let document = emptyDocument(domain, hex(host.random(RANDOM_BYTES)));
	const stored = await vault.zones.read(id);
	if (stored !== null) take(unsealed(stored));

	return {
		get document() {
			return document;
		},
		change: write,
		settle,
	};

	async function write<Result>(change: ZoneChange<Result>): Promise<Result> {
		let next = draftOf(change);
		for (let attempt = 0; attempt < TRIES; attempt++) {
			if (!next.differs) return next.result;
			try {
				tag = await vault.zones.write(id, tag, sealed(next.draft, (keys ??= await madeKeys())));
				document = next.draft;
				return next.result;
			} catch (error) {
				if (!hasCode(error, 'CONFLICT') && !isUnknownOutcome(error)) throw error;
			}
			const there = await look();
			// The same write is sent again while nothing else was written, so that a late first copy and it are one.
			if (there === null || there.tag === tag) continue;
			take(there);
			if (there.document.writes.includes(next.draft.writes.at(-1) ?? '')) return next.result;
			next = draftOf(change);
		}
		throw new KeyturnError('UNKNOWN_OUTCOME', where, 'the vault did not confirm the last step');
	}

	function draftOf<Result>(change: ZoneChange<Result>) {
		const draft = copyOf(document);
		const result = change(draft, (kind, facts) => {
			draft.sequence += 1;
			draft.outbox.push({
				id: `${draft.uid}/${draft.sequence}`,
				at: vault.time().latest,
				kind,
				key: zone,
				actor: host.actor,
				facts,
			});
		});
		const differs = JSON.stringify(draft) !== JSON.stringify(document);
		draft.writes = [...draft.writes, hex(host.random(RANDOM_BYTES))].slice(-KEPT_WRITES);
		return { draft, result, differs };
	}

	async function settle(): Promise<string | null> {
		if (document.outbox.length === 0) return null;
		try {
			const there = await append(vault.audit, document.uid, document.outbox, where);
			await write((draft) => {
				draft.outbox = draft.outbox.filter(({ id: entry }) => !there.has(entry));
			});
			return null;
		} catch (error) {
			// What was found and decided must be told although the log could not be written.
			if (!(error instanceof KeyturnError)) throw error;
			return error.message;
		}
	}

	async function look(): Promise<{ tag: string; document: ZoneDocument } | null> {
		try {
			const found = await vault.zones.read(id);
			return found === null ? null : unsealed(found);
		} catch (error) {
			if (isUnknownOutcome(error)) return null;
			throw error;
		}
	}

	function take(found: { tag: string; document: ZoneDocument }): void {
		tag = found.tag;
		document = found.document;
	}

	function unsealed(found: StoredDocument): { tag: string; document: ZoneDocument } {
		if (keys === null)
			throw new KeyturnError('FORGED', where, 'it is there and the installation’s key is not');
		const parsed = documentSchema.safeParse(parse(unsealText(sealedName(zone), found, keys, where)));
		if (!parsed.success) throw new KeyturnError('FORGED', where, 'it has not the expected form');
		return { tag: found.tag, document: parsed.data };
	}

	function sealed(draft: ZoneDocument, by: InstallationKeys): string {
		// What could not be read back must never be written: it would lock the domain out for good.
		const parsed = documentSchema.safeParse(draft);
		if (!parsed.success)
			throw new KeyturnError('BAD_INPUT', where, 'a text is too long, or there are too many, to be kept');
		return sealText(sealedName(zone), tag, JSON.stringify(parsed.data), by);
	}

	async function madeKeys(): Promise<InstallationKeys> {
		const candidate = new Secret(hex(host.random(32)), 'installation key', [vault.origin]);
		return installationKeys(await vault.createInstallationKey(candidate), vault.origin);
	}
}

/** No key has a name with a slash, so a key's document never passes for a zone's. */
const sealedName = (zone: string) => `zones/${zone}/watch`;

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
