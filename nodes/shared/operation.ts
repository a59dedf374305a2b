import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Keyturn } from '../../core/keyturn';
import type { Ask, Job } from './answer-items';

/** One thing that a node can be asked for: its line in the list, its fields, and one call of the core. */
export type Operation = Offered & (OverVault | Offline);

interface Offered {
	/** One of the node's resources. */
	readonly resource: string;
	readonly option: INodePropertyOptions & { readonly value: string; readonly action: string };
	/** Shown for this operation only. */
	readonly fields: readonly INodeProperties[];
	/** What of a result is shown when it is simplified. */
	readonly simple: readonly string[];
}

interface OverVault {
	readonly jobOf: (ask: Ask, input: Input) => KeyturnJob;
}

/** Needs no vault, and so no credential. */
interface Offline {
	readonly offlineJobOf: (ask: Ask, input: Input) => Job;
}

/** A piece of work that needs the vault, which is opened when the first of them runs. */
export interface KeyturnJob extends Pick<Job, 'request' | 'result' | 'part'> {
	run(keyturn: Keyturn, parts: readonly unknown[]): Promise<readonly object[]>;
}

/** What comes with an item beside its fields. */
export interface Input {
	/** The item's number; work that belongs to this item alone has it in its request. */
	readonly item: number;
	/** The bytes of a file in a binary field. */
	file(field: string): Promise<Uint8Array>;
}
