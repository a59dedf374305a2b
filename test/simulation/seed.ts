import { KeyturnError } from '../../core/errors';
import { openKeyturn } from '../../core/keyturn';
import { open } from '../../core/operations/context';
import { run } from '../../core/operations/rotate';
import type { Host, HttpRequest, HttpResponse } from '../../core/ports';
import { vaults } from '../../core/vaults';
import { Keepers } from './audit-log/keepers';
import { LogLaws } from './audit-log/laws';
import { unsealed } from './documents';
import { Tally } from './faults';
import { Invariants } from './invariants';
import { JITTER_MS, L_SECONDS } from './terms';
import { killed, passed, platforms } from './platforms';
import { purposeOf, type Purpose } from './purpose';
import type { Runner } from './runner';
import { bytesOf, chance, Scheduler } from './scheduler';
import type { Scene, Setting, Wish } from './setting';
import { STARTED, drivers, registrationOf, startOf } from './start';
import { KEY, VAULT, World, plainRequest } from './world';

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
/** Indexes from here on are people at the form; one whose run dies comes back as a runner. */
const PERSON = 10;

/** Plays one setting with the shipped engine and drivers in virtual time, and checks the laws at every event. */
export async function play(seed: number, setting: Setting, keepTrace = false): Promise<Outcome> {
	const scheduler = new Scheduler(STARTED);
	const next = chance(seed ^ 0x2545f491);
	const random = bytesOf(next);
	const snapshot = await startOf(setting.start);
	const world = new World(() => scheduler.now, random, snapshot);
	Object.assign(world.provider.knobs, setting.knobs);
	world.smokePasses = setting.smokePasses;
	world.deployMs = setting.deployMs;
	const laws = new Invariants(world, scheduler, new Map(snapshot.values), snapshot.foreign);
	const fail = laws.fail.bind(laws);
	const logLaws = setting.keeping == null ? null : new LogLaws(world, fail);
	const tally = new Tally();
	const trace: string[] = [];
	let events = 0;
	/** Lines that nobody keeps are not put together. */
	const log = (text: () => string) => {
		if (keepTrace) trace.push(`${((scheduler.now - STARTED) / 1_000).toFixed(2).padStart(9)} ${text()}`);
	};

	/** The effect at the service, at this moment. */
	function land(request: HttpRequest, url: URL, purpose: Purpose, runner: number): HttpResponse {
		world.vault.knobs.clockOffsetMs = Math.round((next() * 2 - 1) * JITTER_MS);
		const honest = () => world.answer(url.origin, plainRequest(request, url));
		const answer = setting.answer?.(purpose, honest, request) ?? honest();
		events++;
		if (purpose === 'create' && answer.status === 201) {
			const { id, value } = JSON.parse(answer.body) as { id: string; value: string };
			laws.values.set(value, id);
		}
		laws.afterEffect(purpose, runner);
		logLaws?.afterEffect(purpose, request, url, answer.status);
		if (purpose === 'document write' && answer.status === 200) {
			logLaws?.expects(document()?.outbox ?? []);
			watch();
			follow(runner);
		}
		log(
			() =>
				`   ${purpose} → ${String(answer.status)} ${purpose === 'document write' && answer.status === 200 ? stateOf(world) : ''}`,
		);
		return answer;
	}

	const document = () => unsealed(world.vault.state);
	const watched: { fits: Parameters<Scene['when']>[0]; act: () => unknown }[] = [];
	const scene: Scene = {
		world,
		scheduler,
		laws,
		logLaws,
		document,
		when: (fits, act) => void watched.push({ fits, act }),
	};
	function watch(): void {
		const seen = document();
		if (seen === null) return;
		for (const each of [...watched])
			if (each.fits(seen)) {
				watched.splice(watched.indexOf(each), 1);
				each.act();
			}
	}

	let begunOn: ReturnType<typeof platformOf> | null = null;
	function follow(runner: number): void {
		const under = document()?.rotation != null;
		if (!under && begunOn !== null) tally.note(passed(begunOn, platformOf(runner)));
		begunOn = under ? (begunOn ?? platformOf(runner)) : null;
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
					const url = urlOf(request.url);
					const purpose = purposeOf(request, url);
					const strike =
						scheduler.now - STARTED < setting.calmAfter && runner.faultless !== true
							? setting.plan(purpose, runner.index, document()?.rotation?.state ?? 'IDLE')
							: null;
					const fault = strike?.fault ?? null;
					/** The fault's delay: what the schedule says, else by chance. */
					const ms = (most: number) => strike?.ms ?? next() * most;
					log(() => `${String(runner.index)}: ${purpose}${fault === null ? '' : ` × ${fault}`}`);
					if (fault !== null) tally.add(purpose, fault);
					if (fault === 'crash before') {
						crash(runner, strike?.ms);
						return;
					}
					laws.beforeSend(purpose, request, runner.index);
					logLaws?.beforeSend(purpose, request, url);
					if (fault === 'clock jump')
						runner.clockOff = strike?.ms ?? Math.round((next() * 2 - 1) * 1_200_000);
					if (fault !== null) busyUntil = Math.max(busyUntil, scheduler.now + L_MS);
					const there = fault === 'late' ? ms(L_MS) : next() * 40;
					const back = fault === 'slow' ? ms(request.timeoutMs * 0.99) : next() * 30;
					const lost = () => {
						scheduler.after(request.timeoutMs, () => {
							if (alive()) reject(new Error('timeout'));
						});
					};
					if (fault === 'lost before') {
						lost();
						return;
					}
					if (fault === 'page') {
						const page = pages[Math.floor(next() * pages.length)] as HttpResponse;
						if (page.status === 429) laws.refused(purpose, request);
						scheduler.after(there + back, () => {
							if (alive()) resolve(page);
						});
						return;
					}
					if (fault === 'duplicate')
						scheduler.after(ms(L_MS), () => {
							land(request, url, purpose, runner.index);
						});
					if (there + back > request.timeoutMs || fault === 'lost after') lost();
					scheduler.after(there, () => {
						const answer = land(request, url, purpose, runner.index);
						if (there + back > request.timeoutMs || fault === 'lost after') return;
						if (fault === 'crash after') {
							if (alive()) crash(runner, strike?.ms);
							return;
						}
						// A frozen process hears the answer long after its lease has ended.
						const heard = fault === 'lease lost' ? back + (strike?.ms ?? 90_000 + next() * 120_000) : back;
						scheduler.after(heard, () => {
							if (alive()) resolve(answer);
						});
					});
				}),
		};
	}

	function crash(runner: Runner, pause = next() * 90_000): void {
		runner.life++;
		runner.died?.();
		scheduler.after(pause, () => runner.back?.());
	}

	const calm = () => scheduler.now - STARTED >= setting.calmAfter;
	let again = 0;
	/** Runners that are at a rotation which somebody wished for. */
	const granting = new Set<Runner>();
	let wished = 0;
	let asking = 0;
	let busyUntil = 0;

	/** Nobody rotates any more. */
	let closed = false;

	function work(runner: Runner): void {
		if (closed) return;
		const life = runner.life;
		if (calm()) {
			runner.clockOff = 0;
			world.smokePasses = true;
		}
		const host = hostOf(runner);
		const name = platformOf(runner.index);
		const platform = platforms[name];
		scheduler.running++;
		const sweeps = setting.sweeps ?? (runner.index === 0 && next() < 0.25);
		const task = sweeps && platform.sweeps ? sweep(host) : move(host, platform.budgetMs, runner);
		let over = false;
		if (platform.killedAfterMs !== null)
			scheduler.after(platform.killedAfterMs, () => {
				if (over || runner.life !== life) return;
				tally.note(killed(name));
				crash(runner);
			});
		void task
			.catch((error: unknown) => {
				if (!(error instanceof KeyturnError))
					laws.fail('crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
				else log(() => `${String(runner.index)}: ${error.code} ${error.message}`);
			})
			.then(() => {
				scheduler.running--;
				over = true;
				if (runner.life !== life) return;
				scheduler.after(setting.pause ?? (calm() ? 30_000 : 5_000 + next() * 110_000), () => {
					if (runner.life === life) work(runner);
				});
			});
	}

	/** People are at the form of n8n. */
	function platformOf(runner: number): keyof typeof platforms {
		return (runner < PERSON && setting.platforms?.[runner]) || 'n8n';
	}

	const vaultOf = (host: Host) =>
		vaults.hashicorp.open({ address: VAULT, login: 'approle', ...snapshot.login }, host);

	async function sweep(host: Host): Promise<void> {
		await openKeyturn(host, vaultOf(host), { drivers }).rotateDue(120_000);
	}

	async function move(host: Host, budgetMs: number, runner: Runner): Promise<void> {
		const context = { host, vault: vaultOf(host), drivers, budgetMs };
		const session = await open(context, KEY);
		const due = session.document.rotation === null && session.document.dueAt <= session.time().earliest;
		const begin = due || again > 0;
		const wanted = again > 0 && session.document.rotation === null;
		if (wanted) granting.add(runner);
		await run(context, session, begin).finally(() => {
			// Only now: until then the run is not over.
			if (granting.delete(runner)) again = Math.max(0, again - 1);
		});
	}

	async function grant(wish: Wish, runner: Runner): Promise<void> {
		const host = hostOf(runner);
		const keyturn = openKeyturn(host, vaultOf(host), { drivers });
		if (typeof wish === 'object')
			await keyturn.register({ ...registrationOf(setting.start), ...wish.register });
		else if (wish === 'rotate again') again++;
		else if (wish === 'roll back') await keyturn.rollBack(KEY);
		else if (wish === 'retire') await keyturn.retireOldKey(KEY);
		else {
			const leaked = (
				{ emergency: 'in use', 'emergency previous': 'previous', 'emergency both': 'both' } as const
			)[wish];
			// The name tells the laws what was meant, in words that the engine does not read.
			await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: `Ann: ${leaked}`, leaked });
		}
	}

	const rotating: Runner[] = [];
	for (let index = 0; index < setting.runners; index++) {
		const runner: Runner = {
			index,
			life: 0,
			clockOff: 0,
			died: () => {
				// What it began is wished for no more; a platform that cuts every run off would have it begun for ever.
				if (granting.delete(runner) && document()?.rotation != null) again = Math.max(0, again - 1);
			},
			back: () => {
				work(runner);
			},
		};
		rotating.push(runner);
		scheduler.after(setting.comes?.[index] ?? next() * 5_000, () => {
			work(runner);
		});
	}
	function come(index: number, wish: Wish): void {
		const person: Runner = {
			index: PERSON + index,
			life: 0,
			clockOff: 0,
			died: () => {
				if (person.life === 1) asking--;
			},
			back: () => {
				work(person);
			},
		};
		rotating.push(person);
		log(() => `person wishes: ${JSON.stringify(wish)}`);
		wished++;
		asking++;
		scheduler.running++;
		void grant(wish, person)
			.catch((error: unknown) => {
				if (!(error instanceof KeyturnError)) laws.fail('crash', String(error));
				else log(() => `person is told: ${error.message}`);
			})
			.then(() => {
				asking--;
				scheduler.running--;
			});
	}
	for (const [index, { at, wish, after }] of setting.wishes.entries()) {
		const soon = () => {
			scheduler.after(at, () => {
				come(index, wish);
			});
		};
		if (after === undefined) soon();
		else scene.when(({ rotation }) => rotation?.state === after, soon);
	}
	const keepers =
		logLaws === null || setting.keeping == null
			? null
			: new Keepers(setting.keeping, { world, scheduler, laws: logLaws, hostOf, vaultOf, fail, log });
	await setting.script?.(scene);

	const quiet = () => {
		if (laws.violation !== null) return true;
		if (setting.lasts !== undefined) return false;
		if (keepers?.busy === true) return false;
		// A run that was frozen with a wish in its hands begins when it wakes, whoever fulfilled that wish meanwhile.
		if (again + asking + granting.size > 0 || wished < setting.wishes.length || scheduler.now < busyUntil)
			return false;
		const seen = document();
		return (
			seen !== null &&
			seen.rotation === null &&
			seen.request === null &&
			seen.lease === null &&
			seen.debt.length + seen.intents.length + seen.outbox.length === 0 &&
			seen.dueAt > scheduler.now
		);
	};
	await scheduler.run(STARTED + (setting.lasts ?? setting.calmAfter + 90 * MINUTE), quiet);
	if (laws.violation === null && keepers !== null) {
		closed = true;
		for (const runner of rotating) runner.life++;
		await keepers.finish(document()?.outbox ?? []);
	}
	// Whatever was revoked late is dead by now; nothing may change after that.
	if (laws.violation === null) {
		scheduler.now += 2 * MINUTE;
		laws.usable('end');
		const broken = setting.ends?.(scene) ?? null;
		if (broken !== null) laws.fail('end', broken);
		if (setting.ends === undefined) laws.atEnd();
	}
	const last = document();
	return {
		violation: laws.violation,
		tally,
		trace,
		events,
		rotations: last?.rotations ?? 0,
		outcome: last?.last?.outcome ?? 'none',
	};
}

/** Addresses, parsed once: most are asked for again and again. Nobody changes them. */
function urlOf(address: string): URL {
	const url = urls.get(address) ?? new URL(address);
	if (urls.size >= 2_048) urls.clear();
	urls.set(address, url);
	return url;
}
const urls = new Map<string, URL>();

/** What a proxy in front of a service answers in its place: the request never got there. */
const pages: readonly HttpResponse[] = [
	{ status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad Gateway</html>' },
	{ status: 503, headers: {}, body: '' },
	{ status: 429, headers: { 'retry-after': '2' }, body: '{}' },
	{ status: 403, headers: { 'content-type': 'text/html' }, body: '<html>Please log in</html>' },
	{ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please log in</html>' },
];

function stateOf(world: World): string {
	const document = unsealed(world.vault.state);
	return document === null
		? ''
		: `${document.rotation?.state ?? 'IDLE'} e${String(document.epoch)} lease ${document.lease === null ? '-' : document.lease.owner.slice(0, 4)} intents ${String(document.intents.length)} debt ${String(document.debt.length)}`;
}
