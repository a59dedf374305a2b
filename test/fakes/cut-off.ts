import type { FakeHost } from './host';
import { VAULT } from './scene';

/** What becomes of the nth request to the vault from now on, and whether the run ends there. */
export interface Cut {
	readonly nth: number;
	readonly fate: 'lost on the way' | 'answer lost';
	readonly then: 'goes on' | 'dies';
}

export const cuts = (['lost on the way', 'answer lost'] as const).flatMap((fate) =>
	(['goes on', 'dies'] as const).map((then) => ({ fate, then })),
);

/** Cuts a run off at one request. Gives what it gave, if anything, and whether it came to that request. */
export async function cutOff<Result>(
	host: FakeHost,
	{ nth, fate, then }: Cut,
	run: () => Promise<Result>,
): Promise<{ report: Result | null; cameToIt: boolean }> {
	let seen = 0;
	const { between } = host;
	host.between = (request, service, origin) => {
		if (origin !== VAULT) return service(request);
		seen++;
		if (seen === nth) {
			if (fate === 'answer lost') service(request);
			return { status: 0, headers: {}, body: '' };
		}
		return seen > nth && then === 'dies' ? { status: 0, headers: {}, body: '' } : service(request);
	};
	const report = await run().catch(() => null);
	host.between = between;
	return { report, cameToIt: seen >= nth };
}

const MOST_REQUESTS = 60;

/** Tries a cut at every request of a run; each time in a world of its own. Gives how many there were. */
export async function atEvery(
	attempt: (nth: number) => Promise<{ readonly cameToIt: boolean }>,
): Promise<number> {
	for (let nth = 1; nth <= MOST_REQUESTS; nth++) {
		if (!(await attempt(nth)).cameToIt) return nth - 1;
	}
	throw new Error(`a run sends more than ${MOST_REQUESTS} requests`);
}
