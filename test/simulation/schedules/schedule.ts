import { directedPlan, type Directed } from '../faults';
import type { Setting } from '../setting';
import type { Start } from '../start';

/** A run that is spelled out, because chance finds it seldom or never. */
export interface Schedule {
	readonly name: string;
	/** Made anew for each run: plans and scripts count what they see. */
	readonly setting: () => Setting;
}

type Changes = Partial<Omit<Setting, 'start' | 'plan'>> & {
	readonly start?: Partial<Start>;
	readonly faults?: readonly Directed[];
};

const start: Start = {
	targets: 1,
	boxes: 0,
	apps: 0,
	first: false,
	smoke: false,
	observe: false,
	grace: false,
	cache: false,
};

/** One runner that comes every ten seconds, and nothing goes wrong but what `changes` says. */
export function schedule(name: string, changes: () => Changes): Schedule {
	return {
		name,
		setting: () => {
			const { start: other, faults = [], ...rest } = changes();
			return {
				start: { ...start, ...other },
				runners: rest.comes?.length ?? 1,
				plan: directedPlan(faults),
				knobs: {},
				smokePasses: true,
				deployMs: 0,
				wishes: [],
				calmAfter: 8 * 60_000,
				comes: [1_000],
				pause: 10_000,
				sweeps: false,
				...rest,
			};
		},
	};
}

/** For an answer in a service's place. */
export const page = (status: number) => ({
	status,
	headers: { 'content-type': 'text/html' },
	body: '<html>Please log in</html>',
});
