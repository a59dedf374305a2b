import { schedule, type Schedule } from './schedule';

const NEVER = 3_600_000;

/** Several runners at one key. */
export const runners: readonly Schedule[] = [
	schedule('a runner whose clock is twenty minutes ahead', () => ({
		comes: [1_000, 5_000],
		faults: [
			{ purpose: 'target read', runner: 0, fault: 'slow', ms: 9_000 },
			{ purpose: 'login', runner: 1, fault: 'clock jump', ms: 1_200_000 },
		],
	})),
	schedule('two take the lease at once, one request is lost', () => ({
		comes: [1_000, 1_000],
		start: { targets: 2 },
		faults: [
			{ purpose: 'document write', runner: 0, fault: 'lost before' },
			{ purpose: 'target read', runner: 1, times: 2, fault: 'slow', ms: 9_900 },
			{ purpose: 'target read', runner: 1, nth: 3, times: 2, fault: 'slow', ms: 5_000 },
		],
	})),
	schedule('frozen in the middle of a call until the lease is over', () => ({
		comes: [1_000, 5_000],
		start: { targets: 2 },
		faults: [{ purpose: 'target read', runner: 0, fault: 'lease lost', ms: 120_000 }],
	})),
	schedule('frozen after publishing, the next runner finishes and rotates again', () => ({
		comes: [1_000, 80_000],
		wishes: [{ after: 'GRACE', at: 0, wish: 'rotate again' }],
		faults: [{ purpose: 'value write', runner: 0, fault: 'lease lost', ms: 300_000 }],
	})),
	schedule('a runner dies with a write under way, a person rolls back', () => ({
		comes: [1_000],
		wishes: [{ at: 84_000, wish: 'roll back' }],
		faults: [
			{ purpose: 'create', fault: 'slow', ms: 9_500 },
			{ purpose: 'staged write', fault: 'slow', ms: 9_500 },
			{ purpose: 'probe', nth: 2, times: 2, fault: 'slow', ms: 9_500 },
			{ purpose: 'document write', state: 'PLANNED', fault: 'slow', ms: 9_500 },
			{ purpose: 'target read', fault: 'slow', ms: 9_000 },
			{ purpose: 'target write', fault: 'late', ms: 29_900 },
			{ purpose: 'document write', runner: 0, state: 'PUBLISHED', fault: 'crash before', ms: NEVER },
		],
	})),
	schedule('begun on n8n, which dies after publishing, ended on Zapier', () => ({
		platforms: ['n8n', 'zapier'],
		comes: [1_000, 90_000],
		faults: [
			{ purpose: 'document write', runner: 0, state: 'PUBLISHED', fault: 'crash before', ms: NEVER },
			{ purpose: 'target read', runner: 1, times: 3, fault: 'slow', ms: 9_900 },
		],
	})),
	schedule('begun on Zapier, which cuts it off in the middle of a write, taken up on n8n', () => ({
		platforms: ['zapier', 'n8n'],
		comes: [1_000, 20_000],
		start: { targets: 2 },
		faults: [
			{ purpose: 'create', runner: 0, fault: 'slow', ms: 9_900 },
			{ purpose: 'staged write', runner: 0, fault: 'slow', ms: 9_900 },
			{ purpose: 'value write', runner: 0, fault: 'lease lost', ms: 120_000 },
		],
	})),
	schedule('n8n and Zapier at once', () => ({
		platforms: ['n8n', 'zapier'],
		comes: [1_000, 1_000],
		faults: [{ purpose: 'target read', runner: 0, times: 2, fault: 'slow', ms: 9_900 }],
	})),
];
