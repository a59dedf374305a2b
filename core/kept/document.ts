import type { z } from 'zod';
import { append } from '../audit/append';
import type { AuditEntry } from '../audit/entry';
import { notSetUp } from '../audit/not-set-up';
import { copyOf } from '../copy';
import { KeyturnError, hasCode, isUnknownOutcome } from '../errors';
import { hex } from '../hex';
import type { Context } from '../operations/context';
import { parsedJson } from '../parsed-json';
import type { InstallationKeys } from '../sealing/installation-keys';
import { openSealedTexts, type SealedFolder } from './sealed-texts';

/** What every kept document has. */
export interface Kept {
	/** Random; the audit entries of this document stand under it. */
	readonly uid: string;
	/** The latest writes, the newest last: a write whose answer was lost is found here. */
	writes: string[];
	sequence: number;
	outbox: AuditEntry[];
}

/** One kind of document. */
export interface KeptKind<Document extends Kept> {
	/** The folder of the vault that it is in, and where there. */
	readonly folder: SealedFolder;
	readonly id: string;
	/** What it is, for people: `Watched state of example.org`. */
	readonly where: string;
	/** What its audit entries are about. */
	readonly subject: string;
	readonly schema: z.ZodType<Document, z.ZodTypeDef, unknown>;
	/** What there is before anything was written. */
	readonly empty: (uid: string) => Document;
}

/** Adds an audit entry that is written together with the change it tells of. */
export type Note = (kind: string, facts: AuditEntry['facts']) => void;

/** A document as last seen, and the one way to write it. */
export interface KeptDocument<Document extends Kept> {
	readonly document: Document;
	/**
	 * Changes a copy and writes it, unless nothing is different. When somebody else wrote meanwhile, it is done anew on
	 * what stands there then: `change` may run more than once, and what it throws ends it. Throws UNKNOWN_OUTCOME when
	 * the vault confirms nothing.
	 */
	change<Result>(change: (draft: Document, note: Note) => Result): Promise<Result>;
	/** The keys that the installation seals with. */
	keys(): Promise<InstallationKeys>;
	/** Writes what waits to the audit log. Gives why that could not be done, or null: it then stays for the next run. */
	settle(): Promise<Unwritten | null>;
}

/** Why entries could not be written to the audit log, as part of a sentence, and what a person does about it. */
export interface Unwritten {
	readonly why: string;
	readonly next: string;
}

const TRIES = 5;
const KEPT_WRITES = 8;
const RANDOM_BYTES = 12;

/** Opens a document; an empty one when nothing is kept yet. Throws FORGED when it is not what Keyturn wrote. */
export async function openKept<Document extends Kept>(
	context: Context,
	{ folder, id, where, subject, schema, empty }: KeptKind<Document>,
): Promise<KeptDocument<Document>> {
	const { host, vault } = context;
	const texts = openSealedTexts(context, folder);
	const first = await find();
	let tag = first?.tag ?? null;
	let document = first?.document ?? empty(hex(host.random(RANDOM_BYTES)));

	return {
		get document() {
			return document;
		},
		change: write,
		keys: () => texts.keys(),
		settle,
	};

	async function write<Result>(change: (draft: Document, note: Note) => Result): Promise<Result> {
		let next = draftOf(change);
		for (let attempt = 0; attempt < TRIES; attempt++) {
			if (!next.differs) return next.result;
			try {
				tag = await texts.write(id, tag, textOf(next.draft));
				document = next.draft;
				return next.result;
			} catch (error) {
				if (!hasCode(error, 'CONFLICT') && !isUnknownOutcome(error)) throw error;
			}
			const there = await look();
			// The same write is sent again while nothing else was written, so that a late first copy and it are one.
			if (there === null || there.tag === tag) continue;
			({ tag, document } = there);
			if (document.writes.includes(next.draft.writes.at(-1) ?? '')) return next.result;
			next = draftOf(change);
		}
		throw new KeyturnError('UNKNOWN_OUTCOME', where, 'the vault did not confirm the last step');
	}

	function draftOf<Result>(change: (draft: Document, note: Note) => Result) {
		const draft = copyOf(document);
		const result = change(draft, (kind, facts) => {
			draft.sequence += 1;
			draft.outbox.push({
				id: `${draft.uid}/${draft.sequence}`,
				at: vault.time().latest,
				kind,
				key: subject,
				actor: host.actor,
				facts,
			});
		});
		const differs = JSON.stringify(draft) !== JSON.stringify(document);
		draft.writes = [...draft.writes, hex(host.random(RANDOM_BYTES))].slice(-KEPT_WRITES);
		return { draft, result, differs };
	}

	async function settle(): Promise<Unwritten | null> {
		if (document.outbox.length === 0) return null;
		if (vault.audit === null) {
			const { message: why, next } = notSetUp();
			return { why, next };
		}
		try {
			const there = await append(vault.audit, document.uid, document.outbox, where, await texts.keys());
			await write((draft) => {
				draft.outbox = draft.outbox.filter(({ id: entry }) => !there.has(entry));
			});
			return null;
		} catch (error) {
			// What was found and decided must be told although the log could not be written.
			if (!(error instanceof KeyturnError)) throw error;
			return { why: error.message, next: 'Run again: what is missing in the audit log is written then.' };
		}
	}

	async function look(): Promise<Found<Document> | null> {
		try {
			return await find();
		} catch (error) {
			if (isUnknownOutcome(error)) return null;
			throw error;
		}
	}

	async function find(): Promise<Found<Document> | null> {
		const found = await texts.read(id, where);
		if (found === null) return null;
		const parsed = schema.safeParse(parsedJson(found.text));
		if (!parsed.success) throw new KeyturnError('FORGED', where, 'it has not the expected form');
		return { tag: found.tag, document: parsed.data };
	}

	function textOf(draft: Document): string {
		// What could not be read back must never be written: it would lock the zone out for good.
		const parsed = schema.safeParse(draft);
		if (!parsed.success)
			throw new KeyturnError('BAD_INPUT', where, 'a text is too long, or there are too many, to be kept');
		return JSON.stringify(parsed.data);
	}
}

interface Found<Document> {
	readonly tag: string;
	readonly document: Document;
}
