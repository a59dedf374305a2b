import type { Field } from '../../fields';
import type { Host } from '../../ports';
import type { Secret } from '../../secret';
import type { Action, AuditEvent } from '../events/event';

/** What a source can show at all; the contract suite holds each driver to it. Times in ms. */
export interface SourcePromises {
	/** How long after it happened an event may still come in. */
	readonly delay: number;
	/** How long the source keeps events; null for all that was sent, and where it does not say. */
	readonly kept: number | null;
	/** What it tells of. An action that is not here is never seen, whatever happened. */
	readonly visible: readonly Action[];
	/** What nobody sees there, in sentences for people. */
	readonly notVisible: readonly string[];
}

/** A time of which events are missing, or may be: from and to in ms since 1970. */
export interface Gap {
	readonly from: number;
	readonly to: number;
	readonly why: string;
}

/** What came in one go. */
export interface Batch {
	/** Oldest first; each once, also over the batches of one cursor after the other. */
	readonly events: readonly AuditEvent[];
	readonly gaps: readonly Gap[];
	/** What could not be looked at in this go, in sentences. */
	readonly notVisible: readonly string[];
}

export interface ReadBatch extends Batch {
	/** Where the next read goes on. Holds no secret, at most 256 kB. */
	readonly cursor: string;
	/** Up to when everything that had come in was read, in ms since 1970. */
	readonly readTo: number;
	/** Whether there is more to read now. */
	readonly more: boolean;
}

/** One account or server that is asked. Only reads. */
export interface AuditSource {
	/** Where the admin credential goes. */
	readonly origin: string;
	/**
	 * Reads on from `cursor` (null: from the start that the driver names) to `until`, in ms since 1970, or a part of it. The
	 * cursor only counts when this returns, so what throws loses nothing, and the same cursor gives the same events again.
	 * Throws ADMIN_REFUSED, RATE_LIMITED with the wait, SERVER_FAILED, NO_ANSWER, UNEXPECTED_ANSWER; BAD_INPUT for a cursor
	 * that is none.
	 */
	read(cursor: string | null, until: number): Promise<ReadBatch>;
}

interface Told<Setting extends string> {
	readonly id: string;
	readonly title: string;
	/** The page where it is described. */
	readonly docs: string;
	/** What the admin credential has to be allowed; how the lines get here, where they are sent. */
	readonly rights: string;
	readonly promises: SourcePromises;
	readonly fields: ReadonlyArray<Field<Setting>>;
}

/** A source that is asked. */
export interface ReadSource<Setting extends string = string> extends Told<Setting> {
	readonly way: 'read';
	/** Throws BAD_INPUT or ADDRESS for a setting that cannot be right. Sends nothing. */
	open(settings: Readonly<Record<string, string>>, admin: Secret | null, host: Host): AuditSource;
}

/** A source whose lines are sent to us. */
export interface SentSource extends Told<never> {
	readonly way: 'sent';
	/**
	 * The events in a text of lines that came at `at`, in ms since 1970. What cannot be read is a gap that is told, never
	 * thrown: the rest must not be lost for it. The same line sent twice, or by two devices, is one event here and has one
	 * id in another batch.
	 */
	take(lines: string, at: number): Batch;
}

export type SourceDriver<Setting extends string = string> = ReadSource<Setting> | SentSource;
