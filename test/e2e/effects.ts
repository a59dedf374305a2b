import { nodeHost } from '../../demo/play/host';
import type { Gate, Passed } from './gate';
import { Services } from './services';
import { Team } from './team';

/** One request of a rotation that changes something, or asks whether a key works, by where it stands in the rotation. */
export interface Effect {
	/** Number of the sweep that sends it, from 1. */
	readonly sweep: number;
	/** `POST data/documents`, `DELETE keys`, `GET whoami`. */
	readonly line: string;
	/** Which of the same kind in that sweep, from 1. */
	readonly nth: number;
	/** Whether it is one of a key whose app is deployed anew for each value. */
	readonly deploys: boolean;
}

/** What changes nothing when it is lost: what a rotation reads, and its login. */
const READS = /^(GET (data|metadata|sys|keys|deploy)|POST (auth|sys))\b/;
/** A day in the past under which a key may still be listed. */
export const LEFTOVER_DAY = '2026-01-01';
/** How the keys are registered whose rotation is cut off: with every step that one can have. */
export const QUICK = { delaySeconds: 10, observeSeconds: 1 } as const;

/** After so long, nothing that these keys wait for is left. */
const BETWEEN_SWEEPS_MS = 60_000;

/** What a request is, without the names in it. */
export function lineOf({ method, path }: Pick<Passed, 'method' | 'path'>, prefix: string): string {
	const [pathname = ''] = path.split('?');
	const parts = pathname.replace(/^\/(v1\/)?/, '').split('/');
	const vault = parts[2] === prefix ? [parts[1], parts[3]] : undefined;
	const provider = parts[0] === 'keys' ? [parts[0], ...parts.slice(2)] : [parts[0]];
	return `${method} ${(vault ?? provider).join('/')}`;
}

/** What a rotation asks of an app that it deploys. */
const OF_APP = /^\w+ (deploy|smoke)$/;

/** Every effect of a rotation, in order, and after them those that a key has in addition whose app is deployed. */
export async function effectsOfRotation(): Promise<Effect[]> {
	const [plain, deployed] = [await undisturbed(false), await undisturbed(true)];
	return [...plain, ...deployed.filter(({ line }) => OF_APP.test(line))];
}

/** Where in front of a team's servers a request like this is seen. */
export const gateOf = ({ vault, provider, app }: Team, line: string): Gate =>
	OF_APP.test(line) && app !== null ? app.gate : / (data|metadata|destroy)\//.test(line) ? vault : provider;

/** The effects of a rotation that nothing disturbs, seen at one on a clock that only the waits move. */
async function undisturbed(deploys: boolean): Promise<Effect[]> {
	let now = Date.UTC(2026, 10, 23, 2);
	const sleep = (ms: number) => Promise.resolve(void (now += ms));
	const host = { ...nodeHost, clock: { now: () => now, monotonic: () => now, sleep } };
	const services = await Services.open(() => now);
	const team = await Team.open(services, 'measured', { host, deploys });
	await team.adopt(team.keyturn(), 'app.dev', QUICK);
	team.listUnder(LEFTOVER_DAY, 'app.dev');
	const lines: string[] = [];
	for (const gate of [team.vault, team.provider, team.app?.gate])
		gate?.onLanded((request) => lines.push(lineOf(request, team.prefix)));
	const found: Effect[] = [];
	for (let sweep = 1; team.document('app.dev').last === null; sweep++) {
		now += BETWEEN_SWEEPS_MS;
		lines.length = 0;
		await team.keyturn().rotateDue(60_000);
		const sent = lines.filter((line) => !READS.test(line));
		for (const [at, line] of sent.entries())
			found.push({
				sweep,
				line,
				nth: sent.slice(0, at + 1).filter((each) => each === line).length,
				deploys,
			});
	}
	await team.close();
	await services.close();
	return found;
}
