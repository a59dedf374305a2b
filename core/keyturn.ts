import type { CheckOptions } from './dns/check-domain';
import type { Asked } from './dns/gather/open';
import type { Name } from './dns/wire/name';
import type { Host } from './ports';
import type { StoreChoice } from './audit/log/open-store';
import { appendEvent, beginLog, type HandEntry, logReport, rotateLogKey } from './operations/audit-log';
import { backUpZone, checkBackup, type BackupOrder, type CheckOrder } from './operations/back-up-zone';
import { checkPortfolio, type PortfolioOrder } from './operations/check-portfolio';
import { checkZone } from './operations/check-zone';
import { approveZone, rejectZone, type ZoneDecision } from './operations/decide-zone';
import { exportLog, type ExportOrder, listEntries } from './operations/export-log';
import {
	appendEventDryRun,
	exportLogDryRun,
	findProof,
	lookAtLog,
	verifyLogAsItIs,
} from './operations/look-at-log';
import { proveEntry } from './operations/prove-entry';
import { exportBundle, type Period, verifyLive } from './operations/verify-log';
import { type Received, receiveEvents, watchEvents, type WatchOrder } from './operations/watch-events';
import type { Given } from './audit/verify/verify-log';
import type { Selection } from './audit/log/select';
import { admins, list, names, status } from './operations/inventory';
import { checkLogin } from './operations/login';
import { attentionNotices, dueNotices } from './operations/notices';
import { register, registerDryRun, type Registration } from './operations/register';
import { dryRun } from './operations/dry-run';
import { retireDryRun, retireOldKey, rollBack, rotate, type Mode } from './operations/rotate';
import { listDue, rotateDue } from './operations/sweep';
import { type AlertOrder, sendAlert } from './operations/send-alert';
import { watchZone } from './operations/watch-zone';
import { namingZoneRights } from './operations/zone-rights';
import { answerQuestion, listQuestions, type GivenAnswer } from './operations/zone-questions';
import { providers } from './providers';
import { BUDGET_MS } from './rotation/bounds';
import type { Drivers } from './rotation/drivers';
import { targets } from './targets';
import type { Vault } from './vaults/vault';

/** What an adapter may override: the drivers (a test adds its own) and the time that one run may take. */
export interface Options {
	readonly drivers?: Drivers;
	/** How long one run may work on one key, in ms. */
	readonly budgetMs?: number;
	/** How long all that is asked for from now on may take together, in ms; an advance gets what is left of it. */
	readonly totalMs?: number;
}

/** Everything that a platform's node or action can ask for, over one vault. */
export function openKeyturn(host: Host, vault: Vault, options: Options = {}) {
	const { budgetMs = BUDGET_MS, totalMs = Infinity } = options;
	const end = host.clock.monotonic() + totalMs;
	const context = {
		host,
		vault,
		drivers: options.drivers ?? { providers, targets },
		get budgetMs() {
			return Math.max(0, Math.min(budgetMs, Math.floor(end - host.clock.monotonic())));
		},
	};
	const onZones = <Result>(run: () => Promise<Result>) => namingZoneRights(context, run);
	return {
		checkLogin: () => checkLogin(context),
		register: (input: Registration) => register(context, input),
		registerDryRun: (input: Registration) => registerDryRun(context, input),
		status: (name: string) => status(context, name),
		list: (limit: number) => list(context, limit),
		names: () => names(context),
		admins: () => admins(context),
		listDue: () => listDue(context),
		dueNotices: () => dueNotices(context),
		attentionNotices: () => attentionNotices(context),
		dryRun: (name: string, mode: Mode['kind']) => dryRun(context, name, mode),
		rotate: (name: string, mode?: Mode) => rotate(context, name, mode),
		rotateDue: (totalMs: number) => rotateDue(context, totalMs),
		rollBack: (name: string) => rollBack(context, name),
		retireOldKey: (name: string, confirmedBy?: string) => retireOldKey(context, name, confirmedBy),
		retireDryRun: (name: string, confirmedBy?: string) => retireDryRun(context, name, confirmedBy),
		watchZone: (domain: Name, asked: Asked) => onZones(() => watchZone(context, domain, asked)),
		checkZone: (domain: Name, options: CheckOptions) => onZones(() => checkZone(context, domain, options)),
		checkPortfolio: (order: PortfolioOrder, options: CheckOptions) =>
			onZones(() => checkPortfolio(context, order, options)),
		approveZone: (decision: ZoneDecision, asked: Asked) =>
			onZones(() => approveZone(context, decision, asked)),
		rejectZone: (decision: ZoneDecision) => onZones(() => rejectZone(context, decision)),
		listQuestions: () => onZones(() => listQuestions(context)),
		answerQuestion: (given: GivenAnswer) => onZones(() => answerQuestion(context, given)),
		backUpZone: (order: BackupOrder, asked: Asked) => onZones(() => backUpZone(context, order, asked)),
		checkBackup: (order: CheckOrder, asked: Asked) => onZones(() => checkBackup(context, order, asked)),
		logReport: () => logReport(context),
		lookAtLog: () => lookAtLog(context),
		beginLog: (choice: StoreChoice) => beginLog(context, choice),
		rotateLogKey: (lost: boolean, confirmedBy: string) => rotateLogKey(context, lost, confirmedBy),
		appendEvent: (entry: HandEntry) => appendEvent(context, entry),
		appendEventDryRun: (entry: HandEntry) => appendEventDryRun(context, entry),
		exportLog: (order: ExportOrder, mostBytes?: number) => exportLog(context, order, mostBytes),
		exportLogDryRun: (selection: Selection) => exportLogDryRun(context, selection),
		listEntries: (selection: Selection, limit: number) => listEntries(context, selection, limit),
		proveEntry: (index: number) => proveEntry(context, index),
		findProof: (index: number) => findProof(context, index),
		exportBundle: (period: Period, mostBytes?: number) => exportBundle(context, period, mostBytes),
		verifyLog: (given: Given) => verifyLive(context, given),
		verifyLogAsItIs: (given: Given) => verifyLogAsItIs(context, given),
		watchEvents: (order: WatchOrder) => watchEvents(context, order),
		sendAlert: (order: AlertOrder) => sendAlert(context, order),
		receiveEvents: (order: WatchOrder, received: Received) => receiveEvents(context, order, received),
	};
}

export type Keyturn = ReturnType<typeof openKeyturn>;
