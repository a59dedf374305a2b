import { schedule, type Schedule } from './schedule';

/** Targets that are told of a version and deploy it by themselves, which takes its time. */
export const deployments: readonly Schedule[] = [
	schedule('an app takes two minutes to deploy, and there is no grace', () => ({
		start: { targets: 1, apps: 1 },
		deployMs: 120_000,
	})),
	schedule('roll back while an app is being deployed', () => ({
		start: { targets: 1, apps: 1 },
		deployMs: 60_000,
		wishes: [{ after: 'PUBLISHED', at: 20_000, wish: 'roll back' }],
	})),
];
