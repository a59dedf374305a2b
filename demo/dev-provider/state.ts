import { createHash } from 'node:crypto';
import { goodKnobs } from './knobs';
import type { DevProviderKnobs } from './knobs';

export interface KeyState {
	readonly id: string;
	readonly name: string;
	readonly scopes: string[];
	readonly createdMs: number;
	/** Null: never. */
	readonly expiresMs: number | null;
	/** SHA-256 of the value, which itself is shown once and not kept. */
	readonly valueHash: string;
	/** Accepted from then on. */
	readonly activeFromMs: number;
	disabled: boolean;
	lastUsedMs: number | null;
	/** When DELETE was answered, null before. */
	deletedMs: number | null;
	/** From when a deleted key is refused, null before. */
	deadFromMs: number | null;
	/** Work calls with the key after `deadFromMs`. */
	callsAfterDeath: number;
}

/** Everything the provider knows, as plain JSON that structuredClone can copy; no key's value is in it. */
export interface DevProviderState {
	/** Grows with each change that must survive a restart; counters of calls are not among them. */
	revision: number;
	knobs: DevProviderKnobs;
	/** SHA-256 of the administrators' keys. */
	admins: string[];
	/** In order of creation; deleted keys stay for the statistics. */
	keys: KeyState[];
	work: {
		total: number;
		failed: number;
		withDeadKey: number;
		byKey: Record<string, { ok: number; refused: number }>;
	};
}

export function emptyProvider(): DevProviderState {
	return {
		revision: 0,
		knobs: goodKnobs(),
		admins: [],
		keys: [],
		work: { total: 0, failed: 0, withDeadKey: 0, byKey: {} },
	};
}

export function hashOf(value: string): string {
	return createHash('sha256').update(value).digest('hex');
}

/** Whether the key's time has run out. */
export function isExpired(key: KeyState, nowMs: number): boolean {
	return key.expiresMs !== null && key.expiresMs <= nowMs;
}

/** Whether the key must no longer be accepted. */
export function isDead(key: KeyState, knobs: DevProviderKnobs, nowMs: number): boolean {
	if (key.disabled || (key.deadFromMs !== null && key.deadFromMs <= nowMs)) return true;
	return isExpired(key, nowMs) && !knobs.ignoresExpiry;
}
