import { schedule, type Schedule } from './schedule';

/** Roll back, with requests of the way forth still under way. */
export const wayBack: readonly Schedule[] = [
	schedule('a late write to a target, then roll back', () => ({
		pause: 100_000,
		wishes: [{ at: 14_000, wish: 'roll back' }],
		faults: [{ purpose: 'target write', fault: 'late', ms: 29_000 }],
	})),
	schedule('an answered write to a target whose copy lands late, then roll back', () => ({
		start: { grace: true },
		pause: 15_000,
		wishes: [{ after: 'GRACE', at: 1_000, wish: 'roll back' }],
		faults: [{ purpose: 'target write', fault: 'duplicate', ms: 29_000 }],
	})),
	schedule('a late disable, then roll back', () => ({
		start: { observe: true },
		pause: 15_000,
		wishes: [{ after: 'OLD_DISABLED', at: 12_000, wish: 'roll back' }],
		faults: [{ purpose: 'disable', fault: 'late', ms: 29_000 }],
	})),
	schedule('roll back while the old key is disabled', () => ({
		start: { observe: true },
		wishes: [{ after: 'OLD_DISABLED', at: 5_000, wish: 'roll back' }],
	})),
	schedule('the new key will not die, and the next rotation is asked for', () => ({
		start: { grace: true },
		wishes: [
			{ after: 'GRACE', at: 1_000, wish: 'roll back' },
			{ at: 60_000, wish: 'rotate again' },
		],
		faults: [{ purpose: 'revoke', times: 8, fault: 'lost before' }],
	})),
	schedule('the new key dies minutes after it was rolled back', () => ({
		start: { grace: true },
		knobs: { revokeDelayMs: 200_000 },
		wishes: [{ after: 'GRACE', at: 1_000, wish: 'roll back' }],
	})),
	schedule('no way back to a leaked key', () => ({
		start: { smoke: true },
		smokePasses: false,
		comes: [5_000],
		wishes: [{ at: 500, wish: 'emergency' }],
	})),
	schedule('the old key leaked, then the new one too', () => ({
		start: { smoke: true },
		smokePasses: false,
		comes: [5_000],
		wishes: [
			{ at: 500, wish: 'emergency' },
			{ after: 'PUBLISHED', at: 9_000, wish: 'emergency' },
		],
	})),
	schedule('both keys leaked in the grace', () => ({
		start: { grace: true },
		wishes: [{ after: 'GRACE', at: 15_000, wish: 'emergency both' }],
	})),
	schedule('the new key leaked in the grace', () => ({
		start: { grace: true },
		wishes: [{ after: 'GRACE', at: 15_000, wish: 'emergency' }],
	})),
	schedule('roll back is asked for while an emergency waits', () => ({
		start: { grace: true },
		comes: [1_000, 40_000],
		pause: 30_000,
		wishes: [
			{ after: 'PUBLISHED', at: 100, wish: 'emergency both' },
			{ after: 'PUBLISHED', at: 600, wish: 'roll back' },
			{ after: 'PUBLISHED', at: 1_200, wish: 'retire' },
		],
		faults: [{ purpose: 'target read', fault: 'slow', ms: 9_000 }],
	})),
	schedule('roll back while the new value is cached', () => ({
		start: { cache: true },
		wishes: [{ after: 'GRACE', at: 5_000, wish: 'roll back' }],
	})),
	schedule('the smoke test fails', () => ({
		start: { smoke: true },
		smokePasses: false,
		lasts: 300_000,
		ends: ({ document, laws }) =>
			laws.values.get(laws.currentValue() ?? '') === document()?.current?.keyId &&
			document()?.last?.outcome === 'rolled back'
				? null
				: 'a key with which the smoke test failed stayed in use',
	})),
	schedule('the smoke test fails while the new value is cached', () => ({
		start: { cache: true, smoke: true },
		smokePasses: false,
	})),
	schedule('roll back of a value whose publishing nobody knows of, while it is cached', () => ({
		start: { cache: true, targets: 0 },
		wishes: [{ after: 'PROBED', at: 3_000, wish: 'roll back' }],
		faults: [
			{ purpose: 'value write', fault: 'lost after' },
			{ purpose: 'value read', state: 'PROBED', fault: 'lost before', times: 2 },
		],
	})),
	schedule('the old key is retired at once while it is cached', () => ({
		start: { cache: true },
		wishes: [{ after: 'GRACE', at: 100, wish: 'retire' }],
	})),
	schedule('roll back of a disabled key while the new value is cached', () => ({
		start: { cache: true, observe: true },
		pause: 15_000,
		wishes: [{ after: 'OLD_DISABLED', at: 12_000, wish: 'roll back' }],
		faults: [{ purpose: 'disable', fault: 'late', ms: 29_000 }],
	})),
	schedule('the new key leaks, and a target never goes back', () => ({
		start: { grace: true },
		wishes: [{ after: 'GRACE', at: 5_000, wish: 'emergency' }],
		faults: [{ purpose: 'target write', nth: 2, fault: 'lost before', times: 1_000 }],
		calmAfter: 3_600_000,
		lasts: 1_200_000,
		ends: ({ document }) =>
			document()?.last?.outcome === 'rolled back' ? null : 'the leaked key waits for the target',
	})),
];
