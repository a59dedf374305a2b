import type { DamageCode } from '../damage';

/**
 * What can be said of a log. It has three parts, and none stands for another: whether its files agree with each other,
 * whose key signed it, and whether it agrees with what somebody outside kept. Whoever holds the store and the signing
 * key can write a log that is good in the first two; only the third tells.
 */
export interface Verdict {
	readonly log: LogFacts | null;
	readonly files: FilesPart;
	readonly signature: SignaturePart;
	readonly anchor: AnchorPart;
	/** Green only when all three parts are good. */
	readonly light: Light;
	/** 0 only for green; see `core/audit/verify/summary.ts` for the others, and `core/operations/verify-log.ts` for 7. */
	readonly exitCode: number;
	readonly sentence: string;
	readonly next: string;
}

export type Light = 'green' | 'yellow' | 'red';

export interface LogFacts {
	readonly origin: string;
	/** Entries in the log, and those of them that were there to be looked at. */
	readonly size: number;
	readonly entries: number;
	/** The root in base64, as the checkpoint has it. */
	readonly root: string;
	/** The key that signed the checkpoint as a verifier key, for people to pin. Null while no listed key did. */
	readonly key: string | null;
}

export type FilesPart =
	| { readonly state: 'agree' }
	| {
			readonly state: 'damaged';
			readonly code: DamageCode;
			/** A path of the log. */
			readonly where: string;
			readonly what: string;
	  };

/** Why a signature counts for nothing. */
export type Refusal =
	'CHECKPOINT_UNREADABLE' | 'SIGNATURE_WRONG' | 'NEWEST_DID_NOT_SIGN' | 'NOT_THE_PINNED_KEY' | 'HANDED_OVER';

export type SignaturePart =
	/** `pinned` is the key that was given, `key` the one that signed: another where the pinned one handed over to it. */
	| {
			readonly state: 'pinned key';
			readonly key: string;
			readonly pinned: string;
			readonly handovers: number;
	  }
	| { readonly state: 'key not pinned'; readonly key: string }
	| { readonly state: 'refused'; readonly code: Refusal; readonly key: string | null };

export type Contradiction = 'shorter than' | 'another root at size' | 'other origin';

export type AnchorPart =
	| {
			readonly state: 'anchored';
			/** How many checkpoints of outside agree. */
			readonly checkpoints: number;
			/** The size of the largest: what was logged up to there cannot have been changed since. */
			readonly upTo: number;
			/** Entries after it, which nothing outside tells of yet. */
			readonly newer: number;
	  }
	/** `apart` are the hashes in the text from outside that belong to no checkpoint that could be read. */
	| { readonly state: 'not anchored'; readonly newer: number; readonly apart: number }
	| {
			readonly state: 'contradicted';
			readonly how: Contradiction;
			readonly size: number;
			readonly origin: string;
	  }
	/** The files are damaged, so that there is nothing to compare with. */
	| { readonly state: 'not judged' };
