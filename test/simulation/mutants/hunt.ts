import { play } from '../seed';
import { settingOf } from '../setting';
import { schedules } from '../schedules';

/** What caught a planted bug. */
export interface Catch {
	readonly by: string;
	readonly violation: string;
}

/** Plays the directed schedules, then random seeds, until a law is broken. */
export async function hunt(seeds: number): Promise<Catch | null> {
	for (const { name, setting } of schedules) {
		const violation = await playOrSay(1, setting());
		if (violation !== null) return { by: `"${name}"`, violation };
	}
	for (let seed = 1; seed <= seeds; seed++) {
		const violation = await playOrSay(seed, settingOf(seed));
		if (violation !== null) return { by: `seed ${String(seed)}`, violation };
	}
	return null;
}

/** A run that the simulator cannot even finish is a failure of the engine as well. */
async function playOrSay(...run: Parameters<typeof play>): Promise<string | null> {
	try {
		return (await play(...run)).violation;
	} catch (error) {
		return `it broke down: ${error instanceof Error ? error.message : String(error)}`;
	}
}

if (require.main === module)
	void hunt(Number(process.argv[2])).then((caught) => {
		console.log(JSON.stringify(caught));
	});
