import type { HttpResponse } from '../../core/ports';
import type { Registration } from '../../core/operations/register';
import type { Document, State } from '../../core/rotation/document';
import { randomPlan, type FaultPlan } from './faults';
import { type Keeping, keepingOf } from './audit-log/keeping';
import type { LogLaws } from './audit-log/laws';
import type { Invariants } from './invariants';
import type { platforms } from './platforms';
import type { Purpose } from './purpose';
import { chance, type Scheduler } from './scheduler';
import type { Start } from './start';
import { L_SECONDS } from './terms';
import type { World } from './world';

export const wishes = [
	'rotate again',
	'roll back',
	'retire',
	'emergency',
	'emergency previous',
	'emergency both',
] as const;
/** Chance draws words; schedules also have the key registered once more, with what differs from how it is. */
export type Wish = (typeof wishes)[number] | { readonly register: Partial<Registration> };

/** What a schedule may look at and meddle with while its run is played. */
export interface Scene {
	readonly world: World;
	readonly scheduler: Scheduler;
	readonly laws: Invariants;
	/** Those of the audit log; null where nobody keeps it. */
	readonly logLaws: LogLaws | null;
	/** The document as it lies in the vault. */
	document(): Document | null;
	/** Runs once, right after the first document write that fits. */
	when(fits: (document: Document) => boolean, act: () => unknown): void;
}

/** Everything that makes one simulated run what it is. Random seeds draw it, directed schedules spell it out. */
export interface Setting {
	readonly start: Start;
	readonly runners: number;
	/** What each runner runs on, in turn; n8n if nothing is said. */
	readonly platforms?: ReadonlyArray<keyof typeof platforms>;
	readonly plan: FaultPlan;
	readonly knobs: Readonly<Record<string, unknown>>;
	readonly smokePasses: boolean;
	/** How long an app takes to deploy. */
	readonly deployMs: number;
	/** At a time after the start, or so many ms after the rotation first is in a state. */
	readonly wishes: ReadonlyArray<{
		readonly at: number;
		readonly wish: Wish;
		readonly after?: State;
	}>;
	/** Who brings what was done into the audit log; nobody if nothing is said. */
	readonly keeping?: Keeping | null;
	/** No faults after this many virtual ms, so that every run can end. */
	readonly calmAfter: number;
	/** When each runner first comes, and how long it pauses between two runs, in ms. */
	readonly comes?: readonly number[];
	readonly pause?: number;
	/** Runners that sweep what is due, as every night does, and look at nothing else. */
	readonly sweeps?: boolean;
	/** Sees every request and may answer in the service's place. */
	readonly answer?: (
		purpose: Purpose,
		honest: () => HttpResponse,
		request: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
	) => HttpResponse;
	readonly script?: (scene: Scene) => void | Promise<void>;
	/** Plays this many ms whatever happens, then judges by `ends` in place of the general laws of the end. */
	readonly lasts?: number;
	readonly ends?: (scene: Scene) => string | null;
}

/** Other settings for the key; a grace that is long enough for every cache. */
export const OTHERS: Partial<Registration> = { owner: 'Bob', graceHours: 120 / 3_600 };

const MINUTE = 60_000;
const L_MS = L_SECONDS * 1_000;

/** Worse than any place should be: more faults, more haste, fuller and slower providers. */
export function wildSettingOf(seed: number): Setting {
	const next = chance(seed ^ 0x1b873593);
	const setting = settingOf(seed);
	return {
		...setting,
		runners: 1 + Math.floor(next() * 5),
		plan: randomPlan(chance(seed ^ 0x5bd1e995), 0.02 + next() * 0.1),
		knobs: {
			...setting.knobs,
			activateDelayMs: next() < 0.5 ? Math.floor(next() * 40_000) : 0,
			revokeDelayMs: Math.floor(next() * 150_000),
			keyLimit: [null, 3, 4][Math.floor(next() * 3)],
		},
		wishes: Array.from({ length: Math.floor(next() * 6) }, () => ({
			at: next() * 11 * MINUTE,
			wish: wishes[Math.floor(next() * wishes.length)] ?? 'retire',
		})),
		calmAfter: 12 * MINUTE,
	};
}

/** A run in which the audit log is kept, whatever the seed says of it. */
export const keptSettingOf = (seed: number): Setting => ({ ...settingOf(seed), keeping: keepingOf(seed, 1) });

/** Draws a setting from a seed. */
export function settingOf(seed: number): Setting {
	const next = chance(seed);
	const half = () => next() < 0.5;
	// A source of its own, so that a seed draws what it drew before there were other targets than slots; likewise of the platforms.
	const others = chance(seed ^ 0x7feb352d);
	const hosts = chance(seed ^ 0x3c6ef372);
	const caches = chance(seed ^ 0x510e527f);
	const forms = chance(seed ^ 0x1f83d9ab);
	const start: Start = {
		targets: Math.floor(next() * 3) as 0 | 1 | 2,
		boxes: Math.floor(others() * 3) as 0 | 1 | 2,
		apps: Math.floor(others() * 3) as 0 | 1 | 2,
		first: next() < 0.08,
		smoke: next() < 0.3,
		observe: next() < 0.3,
		grace: next() < 0.7,
		cache: caches() < 0.4,
	};
	const wanted: Setting['wishes'] = Array.from(
		{ length: next() < 0.5 ? 1 + Math.floor(next() * 2) : 0 },
		() => ({
			at: next() * 6 * MINUTE,
			wish: wishes[Math.floor(next() * wishes.length)] ?? 'retire',
		}),
	);
	return {
		start,
		runners: [2, 2, 2, 2, 3, 4][Math.floor(next() * 6)] ?? 2,
		platforms: Array.from({ length: 4 }, () => (hosts() < 0.25 ? 'zapier' : 'n8n')),
		plan: randomPlan(chance(seed ^ 0x5bd1e995)),
		knobs: {
			revokeDelayMs: half() ? Math.floor(next() * 60_000) : 0,
			listDelayMs: half() ? Math.floor(next() * L_MS) : 0,
			activateDelayMs: next() < 0.3 ? Math.floor(next() * 4_000) : 0,
			duplicateNames: half() ? 'allow' : 'refuse',
			keyLimit: next() < 0.2 ? 3 : null,
			deadAnswer: [401, 403, 200][Math.floor(next() * 3)],
			deleteMissingAnswers200: half(),
		},
		deployMs: others() < 0.5 ? Math.floor(others() * 150_000) : 0,
		smokePasses: next() < 0.75,
		wishes: forms() < 0.05 ? [...wanted, { at: forms() * 9 * MINUTE, wish: { register: OTHERS } }] : wanted,
		keeping: keepingOf(seed),
		calmAfter: 8 * MINUTE,
	};
}
