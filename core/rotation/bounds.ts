import { REQUEST_TIMEOUT_MS } from '../http';
import type { Document } from './document';

/** T: see `core/http.ts`. */
export const T = REQUEST_TIMEOUT_MS;
/** S: how far two nodes of one vault may disagree about the time. */
export const S = 5_000;
/** A machine clock further off the vault's than this starts no rotation. */
export const MAX_SKEW_MS = 60_000;
/** How long one advance may work, in n8n. */
export const BUDGET_MS = 60_000;
/** Names that are tried for one rotation before a person is asked. */
export const MAX_ATTEMPTS = 3;
/** Advances in a row that may fail to prove or to deploy before the rotation is rolled back. */
export const MAX_SETBACKS = 3;

/** L: the longest that a request may still take effect after it was sent, in ms. */
export const delayOf = (document: Document): number => document.record.delaySeconds * 1_000;

/**
 * From this time on, a list that lacks the name proves that the create never happened: L for a request that
 * arrives late, and L again for a provider that lists late what has arrived.
 */
export const settledAt = (document: Document, intentAt: number): number =>
	intentAt + 2 * delayOf(document) + T + 2 * S;
