import { KeyturnError } from '../../core/errors';
import { openKeyturn } from '../../core/keyturn';
import { open } from '../../core/operations/context';
import { run } from '../../core/operations/rotate';
import type { Host, HttpRequest, HttpResponse } from '../../core/ports';
import { vaults } from '../../core/vaults';
import { unsealed } from './documents';
import { Tally, randomPlan, type FaultPlan } from './faults';
import { Invariants, JITTER_MS } from './invariants';
import { purposeOf, type Purpose } from './purpose';
import { chance, Scheduler } from './scheduler';
import { L_SECONDS, STARTED, drivers, startOf, type Start } from './start';
import { KEY, VAULT, World, plainRequest } from './world';

/** Everything that makes one simulated run what it is. Random seeds draw it, directed schedules spell it out. */
export interface Setting {
	readonly start: Start;
	readonly runners: number;
	readonly plan: FaultPlan;
	readonly knobs: Readonly<Record<string, unknown>>;
	readonly smokePasses: boolean;
	readonly wishes: ReadonlyArray<{ readonly at: number; readonly wish: Wish }>;
	/** No faults after this many virtual ms, so that every run can end. */
	readonly calmAfter: number;
}

export type Wish = 'rotate again' | 'roll back' | 'retire' | 'emergency' | 'emergency new' | 'emergency both';

export interface Outcome {
	readonly violation: string | null;
	readonly tally: Tally;
	readonly trace: readonly string[];
	readonly events: number;
	readonly rotations: number;
	readonly outcome: string;
}

const L_MS = L_SECONDS * 1_000;
const MINUTE = 60_000;

/** Draws a setting from a seed. */
export function settingOf(seed: number): Setting {
	const next = chance(seed);
	const half = () => next() < 0.5;
	const start: Start = {
		targets: Math.floor(next() * 3) as 0 | 1 | 2,
		first: next() < 0.08,
		smoke: next() < 0.3,
		observe: next() < 0.3,
		grace: next() < 0.7,
	};
	const wishes: Setting['wishes'] = Array.from(
		{ length: next() < 0.5 ? 1 + Math.floor(next() * 2) : 0 },
		() => ({
			at: next() * 6 * MINUTE,
			wish:
				(['rotate again', 'roll back', 'retire', 'emergency', 'emergency new', 'emergency both'] as const)[
					Math.floor(next() * 6)
				] ?? 'retire',
		}),
	);
	return {
		start,
		runners: 2 + Math.floor(next() * 3),
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
		smokePasses: next() < 0.75,
		wishes,
		calmAfter: 8 * MINUTE,
	};
}

/** Plays one setting with the shipped engine and drivers in virtual time, and checks the laws at every event. */
export async function play(seed: number, setting: Setting, keepTrace = false): Promise<Outcome> {
	const scheduler = new Scheduler(STARTED);
	const next = chance(seed ^ 0x2545f491);
	const random = (bytes: number) => Uint8Array.from({ length: bytes }, () => Math.floor(next() * 256));
	const snapshot = await startOf(setting.start);
	const world = new World(() => scheduler.now, random, snapshot);
	Object.assign(world.provider.knobs, setting.knobs);
	world.smokePasses = setting.smokePasses;
	const laws = new Invariants(world, scheduler, new Map(snapshot.values), snapshot.foreign);
	const tally = new Tally();
	const trace: string[] = [];
	let events = 0;
	const log = (text: string) => {
		if (keepTrace) trace.push(`${((scheduler.now - STARTED) / 1_000).toFixed(2).padStart(9)} ${text}`);
	};

	/** The effect at the service, at this moment. */
	function land(request: HttpRequest, purpose: Purpose, runner: number): HttpResponse {
		world.vault.knobs.clockOffsetMs = Math.round((next() * 2 - 1) * JITTER_MS);
		const answer = world.answer(new URL(request.url).origin, plainRequest(request));
		events++;
		if (purpose === 'create' && answer.status === 201) {
			const { id, value } = JSON.parse(answer.body) as { id: string; value: string };
			laws.values.set(value, id);
		}
		laws.afterEffect(purpose, runner);
		log(
			`   ${purpose} → ${String(answer.status)} ${purpose === 'document write' && answer.status === 200 ? stateOf(world) : ''}`,
		);
		return answer;
	}

	/** A promise that a task waits for: while it does, virtual time may go on. */
	function blocked<Result = undefined>(
		start: (resolve: (result: Result) => void, reject: (error: Error) => void) => void,
	): Promise<Result> {
		scheduler.running--;
		return new Promise<Result>((resolve, reject) => {
			start(
				(result) => {
					scheduler.running++;
					resolve(result);
				},
				(error) => {
					scheduler.running++;
					reject(error);
				},
			);
		});
	}

	function hostOf(runner: Runner): Host {
		const life = runner.life;
		const alive = () => runner.life === life;
		return {
			random,
			actor: `runner ${String(runner.index)}`,
			clock: {
				now: () => scheduler.now + runner.clockOff,
				monotonic: () => scheduler.now,
				sleep: (ms) =>
					blocked((resolve) => {
						scheduler.after(ms, () => {
							if (alive()) resolve(undefined);
						});
					}),
			},
			http: (request) =>
				blocked<HttpResponse>((resolve, reject) => {
					const purpose = purposeOf(request);
					const fault =
						scheduler.now - STARTED < setting.calmAfter ? setting.plan(purpose, runner.index) : null;
					log(`${String(runner.index)}: ${purpose}${fault === null ? '' : ` × ${fault}`}`);
					if (fault !== null) tally.add(purpose, fault);
					if (fault === 'crash before') {
						crash(runner);
						return;
					}
					laws.beforeSend(purpose, request.url, runner.index);
					if (fault === 'clock jump') runner.clockOff = Math.round((next() * 2 - 1) * 1_200_000);
					if (fault !== null) busyUntil = Math.max(busyUntil, scheduler.now + L_MS);
					const there = fault === 'late' ? next() * L_MS : next() * 40;
					const back = next() * 30;
					const lost = () => {
						scheduler.after(request.timeoutMs, () => {
							if (alive()) reject(new Error('timeout'));
						});
					};
					if (fault === 'lost before') {
						lost();
						return;
					}
					if (fault === 'duplicate')
						scheduler.after(next() * L_MS, () => {
							land(request, purpose, runner.index);
						});
					if (there + back > request.timeoutMs || fault === 'lost after') lost();
					scheduler.after(there, () => {
						const answer = land(request, purpose, runner.index);
						if (there + back > request.timeoutMs || fault === 'lost after') return;
						if (fault === 'crash after') {
							if (alive()) crash(runner);
							return;
						}
						// A frozen process hears the answer long after its lease has ended.
						const heard = fault === 'lease lost' ? back + 90_000 + next() * 120_000 : back;
						scheduler.after(heard, () => {
							if (alive()) resolve(answer);
						});
					});
				}),
		};
	}

	interface Runner {
		readonly index: number;
		life: number;
		clockOff: number;
	}

	function crash(runner: Runner): void {
		runner.life++;
		scheduler.after(next() * 90_000, () => {
			work(runner);
		});
	}

	const calm = () => scheduler.now - STARTED >= setting.calmAfter;
	let again = 0;
	let wished = 0;
	let busyUntil = 0;

	function work(runner: Runner): void {
		const life = runner.life;
		if (calm()) {
			runner.clockOff = 0;
			world.smokePasses = true;
		}
		const host = hostOf(runner);
		scheduler.running++;
		const task = runner.index === 0 && next() < 0.25 ? sweep(host) : move(host);
		void task
			.catch((error: unknown) => {
				if (!(error instanceof KeyturnError))
					laws.fail('crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
				else log(`${String(runner.index)}: ${error.code} ${error.message}`);
			})
			.then(() => {
				scheduler.running--;
				if (runner.life !== life) return;
				scheduler.after(calm() ? 20_000 : 5_000 + next() * 70_000, () => {
					if (runner.life === life) work(runner);
				});
			});
	}

	const vaultOf = (host: Host) =>
		vaults.hashicorp.open({ address: VAULT, login: 'approle', ...snapshot.login }, host);

	async function sweep(host: Host): Promise<void> {
		await openKeyturn(host, vaultOf(host), { drivers }).rotateDue(120_000);
	}

	async function move(host: Host): Promise<void> {
		const context = { host, vault: vaultOf(host), drivers, budgetMs: 60_000 };
		const session = await open(context, KEY);
		const due = session.document.rotation === null && session.document.dueAt <= session.time().earliest;
		const begin = due || again > 0;
		if (begin && again > 0 && session.document.rotation === null) again--;
		await run(context, session, begin);
	}

	async function grant(wish: Wish, runner: Runner): Promise<void> {
		const host = hostOf(runner);
		const keyturn = openKeyturn(host, vaultOf(host), { drivers });
		if (wish === 'rotate again') again++;
		else if (wish === 'roll back') await keyturn.rollBack(KEY);
		else if (wish === 'retire') await keyturn.retireOldKey(KEY);
		else
			await keyturn.rotate(KEY, {
				kind: 'emergency',
				confirmedBy: 'Ann',
				leaked: ({ emergency: 'in use', 'emergency new': 'in use', 'emergency both': 'both' } as const)[wish],
			});
	}

	for (let index = 0; index < setting.runners; index++) {
		const runner: Runner = { index, life: 0, clockOff: 0 };
		scheduler.after(next() * 5_000, () => {
			work(runner);
		});
	}
	for (const [index, { at, wish }] of setting.wishes.entries()) {
		const person: Runner = { index: 10 + index, life: 0, clockOff: 0 };
		scheduler.after(at, () => {
			log(`person wishes: ${wish}`);
			wished++;
			scheduler.running++;
			void grant(wish, person)
				.catch((error: unknown) => {
					if (!(error instanceof KeyturnError)) laws.fail('crash', String(error));
					else log(`person is told: ${error.message}`);
				})
				.then(() => {
					scheduler.running--;
				});
		});
	}

	const quiet = () => {
		if (laws.violation !== null) return true;
		if (again > 0 || wished < setting.wishes.length || scheduler.now < busyUntil) return false;
		const document = unsealed(world.vault.state, KEY);
		return (
			document !== null &&
			document.rotation === null &&
			document.request === null &&
			document.lease === null &&
			document.debt.length + document.intents.length + document.outbox.length === 0 &&
			document.dueAt > scheduler.now
		);
	};
	await scheduler.run(STARTED + setting.calmAfter + 90 * MINUTE, quiet);
	// Whatever was revoked late is dead by now; nothing may change after that.
	if (laws.violation === null) {
		scheduler.now += 2 * MINUTE;
		laws.usable('end');
		laws.atEnd();
	}
	const document = unsealed(world.vault.state, KEY);
	return {
		violation: laws.violation,
		tally,
		trace,
		events,
		rotations: document?.rotations ?? 0,
		outcome: document?.last?.outcome ?? 'none',
	};
}

function stateOf(world: World): string {
	const document = unsealed(world.vault.state, KEY);
	return document === null
		? ''
		: `${document.rotation?.state ?? 'IDLE'} e${String(document.epoch)} lease ${document.lease === null ? '-' : document.lease.owner.slice(0, 4)} intents ${String(document.intents.length)} debt ${String(document.debt.length)}`;
}
