import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Keyturn } from '../../core/keyturn';
import type { Ask, Job } from './answer-items';

/** One thing that the node can be asked for: its line in the list, its fields, and one call of the core. */
export interface Operation {
	/** One of the node's resources. */
	readonly resource: string;
	readonly option: INodePropertyOptions & { readonly value: string; readonly action: string };
	/** Shown for this operation only. */
	readonly fields: readonly INodeProperties[];
	/** What of a result is shown when it is simplified. */
	readonly simple: readonly string[];
	readonly jobOf: (ask: Ask) => KeyturnJob;
}

/** A piece of work that needs the vault, which is opened when the first of them runs. */
export interface KeyturnJob extends Pick<Job, 'request' | 'result' | 'part'> {
	run(keyturn: Keyturn, parts: readonly unknown[]): Promise<readonly object[]>;
}
