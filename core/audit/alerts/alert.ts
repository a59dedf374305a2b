import type { Severity } from '../../dns/finding';
import { NOT_SET_UP } from '../not-set-up';

/** One incident as it stands at one moment; texts in it may come from other people's events and are never markup. */
export interface Alert {
	/** Of the incident: the same from its opening to its end, and the key by which a receiver knows it again. */
	readonly id: string;
	/** The id of the rule that saw it. */
	readonly rule: string;
	readonly state: 'opened' | 'still open' | 'closed';
	readonly severity: Severity;
	readonly title: string;
	/** What happened, in one sentence. */
	readonly sentence: string;
	/** What a person should do now; empty when nothing is left to do. */
	readonly next: string;
	/** What it happened to: a key, a secret's path, a zone. */
	readonly target: string;
	readonly evidence: readonly Evidence[];
	/** In ms since 1970. */
	readonly at: number;
	/**
	 * The log's newest checkpoint with its own signature alone, as a signed note: whoever keeps the message can prove
	 * later that the log was rewritten. At most 2,000 characters. Null while there is no log, or none that can be read.
	 */
	readonly checkpoint: string | null;
}

export interface Evidence {
	readonly label: string;
	readonly text: string;
}

/** A kind of message; `render` gives what the platform's own node or an HTTP request sends, as JSON. */
export interface AlertForm {
	readonly title: string;
	render(alert: Alert): object;
}

/** What stands in a message instead of a checkpoint. */
export const NO_CHECKPOINT = `${NOT_SET_UP}, or it could not be read: nothing here shows later that what was logged is still the same.`;

/** What stands above it. */
export const KEEP = 'The log’s checkpoint. Keep it: it shows later whether the log was rewritten.';

/** An alert before it is given a checkpoint to carry. */
export type BareAlert = Omit<Alert, 'checkpoint'>;
