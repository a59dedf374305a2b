import { KeyturnError } from '../../../core/errors';
import { openKeyturn } from '../../../core/keyturn';
import type { LogReport } from '../../../core/operations/audit-log';
import type { Host } from '../../../core/ports';
import type { Vault } from '../../../core/vaults/vault';
import { platforms } from '../platforms';
import type { Runner } from '../runner';
import type { Scheduler } from '../scheduler';
import { drivers } from '../start';
import type { World } from '../world';
import { type Deed, KEEPER, type Keeping } from './keeping';
import type { LogLaws } from './laws';
import { stateIn } from './state';

/** The simulated world as keepers see it. */
export interface Surroundings {
	readonly world: World;
	readonly scheduler: Scheduler;
	readonly laws: LogLaws;
	readonly hostOf: (runner: Runner) => Host;
	readonly vaultOf: (host: Host) => Vault;
	readonly fail: (law: string, what: string) => void;
	readonly log: (line: () => string) => void;
}

const PAUSE_MS = 30_000;
const TRIES = 6;
const LAST_MS = 3_600_000;

/** Those who open the log while keys are rotated. Each visit is a process of its own, so that they overlap. */
export class Keepers {
	readonly #around: Surroundings;
	readonly #begin: (keyturn: ReturnType<typeof openKeyturn>) => Promise<LogReport>;
	/** Events that somebody gave to the log, and whether he was told that it is kept. */
	readonly #given = new Map<string, boolean>();
	/** Visits that are not over yet. */
	#open = 0;

	constructor({ store, keepers, script }: Keeping, around: Surroundings) {
		this.#around = around;
		around.scheduler.parallel = true;
		const choice = store === 'own' ? around.world.openStore() : null;
		this.#begin = (keyturn) => (choice === null ? keyturn.logReport() : keyturn.beginLog(choice));
		script?.(around.world);
		for (const [index, visits] of keepers.entries())
			for (const { at, does } of visits) {
				this.#open++;
				around.scheduler.after(at, () => {
					this.#visit(index, does);
				});
			}
	}

	get busy(): boolean {
		return this.#open > 0;
	}

	/** One last run, with which nothing goes wrong any more; then the log holds all but what waits in the key's document. */
	async finish(waiting: ReadonlyArray<{ readonly id: string }>): Promise<void> {
		const { scheduler, fail, laws } = this.#around;
		const reports: (LogReport | null)[] = [];
		const isDone = () => reports.at(-1)?.light === 'green' || reports.length >= TRIES;
		const again = () => {
			const runner: Runner = { index: KEEPER + 9, life: 0, clockOff: 0, faultless: true };
			void this.#run('look', runner, platforms.n8n.budgetMs).then((told) => {
				reports.push(told);
				if (!isDone()) scheduler.after(PAUSE_MS, again);
			});
		};
		scheduler.after(PAUSE_MS, again);
		await scheduler.run(scheduler.now + LAST_MS, isDone);
		if (reports.at(-1)?.light !== 'green') fail('liveness', 'the log does not come to its end any more');
		laws.atEnd(waiting);
		for (const [event, told] of this.#given) {
			const times = laws.count(`noted: ${event}`);
			if (times > 1 || (told && times === 0))
				fail('law 6', `${event}, given once, is in the log ${String(times)} times`);
		}
	}

	#visit(index: number, deed: Deed): void {
		const { scheduler, log } = this.#around;
		const name = index % 2 === 0 ? 'n8n' : 'zapier';
		const { budgetMs, killedAfterMs } = platforms[name];
		let over = false;
		const end = () => {
			if (!over) this.#open--;
			over = true;
		};
		const runner: Runner = { index: KEEPER + index, life: 0, clockOff: 0, died: end };
		log(() => `${String(runner.index)}: comes to ${deed}`);
		if (killedAfterMs !== null)
			scheduler.after(killedAfterMs, () => {
				if (over) return;
				runner.life++;
				end();
			});
		void this.#run(deed, runner, budgetMs).then(end);
	}

	/** What the report says, or null when it came to none. */
	async #run(deed: Deed, runner: Runner, totalMs: number): Promise<LogReport | null> {
		const { world, hostOf, vaultOf, laws, fail, log } = this.#around;
		const host = hostOf(runner);
		try {
			const keyturn = openKeyturn(host, vaultOf(host), { drivers, totalMs });
			const begun = stateIn(world)?.store != null;
			const report = begun ? await this.#does[deed](keyturn) : await this.#begin(keyturn);
			laws.reported(report);
			log(() => `${String(runner.index)}: ${report.sentence}`);
			return report;
		} catch (error) {
			if (!(error instanceof KeyturnError))
				fail('crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
			else if (error.code === 'FORGED') fail('log', `it is taken for forged: ${error.message}`);
			else log(() => `${String(runner.index)}: ${error.code} ${error.message}`);
			return null;
		}
	}

	readonly #does: Readonly<Record<Deed, (keyturn: ReturnType<typeof openKeyturn>) => Promise<LogReport>>> = {
		look: (keyturn) => keyturn.logReport(),
		append: async (keyturn) => {
			const event = `event ${String(this.#given.size + 1)}`;
			this.#given.set(event, false);
			const report = await keyturn.appendEvent({ event, subject: 'a test', facts: {}, by: 'Ann' });
			if (report.waiting === 0 && this.#around.laws.count(`noted: ${event}`) === 0)
				this.#around.fail('law 6', `${event} is told to be in the log, and is not`);
			// Whatever was told, the entry is kept.
			this.#given.set(event, true);
			return report;
		},
		'rotate key': (keyturn) => keyturn.rotateLogKey(false, 'Ann'),
	};
}
