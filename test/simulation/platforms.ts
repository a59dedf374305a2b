/** What a platform lets one run of Keyturn do. */
export interface Platform {
	/** Goes to the core, in ms. */
	readonly budgetMs: number;
	/** After so long the platform ends a run wherever it is, in ms; null where it does not. */
	readonly killedAfterMs: number | null;
	/** Whether it also runs *Rotate Due*, which looks at what is due and nothing else. */
	readonly sweeps: boolean;
}

export const platforms = {
	n8n: { budgetMs: 60_000, killedAfterMs: null, sweeps: true },
	/** https://docs.zapier.com/platform/build/operating-constraints */
	zapier: { budgetMs: 25_000, killedAfterMs: 30_000, sweeps: false },
} as const satisfies Record<string, Platform>;

const names = Object.keys(platforms) as (keyof typeof platforms)[];

/** What must have happened between platforms for a search to have tried them. */
export const betweenPlatforms: readonly string[] = [
	...names.flatMap((begun) => names.map((ended) => passed(begun, ended))),
	...names.filter((name) => platforms[name].killedAfterMs !== null).map(killed),
];

export function passed(begun: keyof typeof platforms, ended: keyof typeof platforms): string {
	return `begun on ${begun}, ended on ${ended}`;
}

export function killed(platform: keyof typeof platforms): string {
	return `run cut off by ${platform}`;
}
