import { KeyturnError, hasCode } from '../../errors';
import { hex } from '../../hex';
import type { Context } from '../../operations/context';
import type { Http } from '../../ports';
import type { Endpoint } from '../doh';
import type { KeptDocument } from '../../kept/document';
import type { DomainReport } from '../report/result';
import { type Name, shown } from '../wire/name';
import { USUAL_NEEDS, firstBack, openAllowance } from './allowance';
import type { PortfolioDocument } from './document';
import { openGovernor } from './governor';
import { type Mark, type Marks, isChange, lightOf, marksText, readMarks, seenIn } from './marks';
import { openQueue, type Turn } from './queue';
import { type PortfolioRow, type Progress, unreadable } from './report';
import { sourceOf, sources } from './sources';

/** Domains that are looked at together, and looks after which the progress is written. */
const AT_ONCE = 8;
const WRITE_AFTER = 8;
/** What is begun in time may end so long after it. */
const OVERTIME_MS = 10 * 60_000;
const MOST_MS = 24 * 3_600_000;
const RANDOM_BYTES = 8;

export interface Work {
	readonly domains: readonly Name[];
	/** When no further domain is begun, in ms from now. */
	readonly totalMs: number;
	readonly endpoints: readonly Endpoint[];
}

/** One run over a portfolio. */
export interface Run {
	/** Looks at what is due until the round is complete or the time is over. `look` throws only what the vault does. */
	lookAtAll(look: (domain: Name, http: Http) => Promise<DomainReport>): Promise<void>;
	/** Writes the rest of the progress and gives what was seen. Throws what stopped it when nothing was. */
	end(): Promise<{ readonly rows: readonly PortfolioRow[]; readonly progress: Omit<Progress, 'refused'> }>;
}

interface Seen {
	readonly domain: Name;
	readonly report: DomainReport;
	readonly mark: Mark;
}

/** Begins a run, and a new round when the last one is complete. */
export async function openRun(
	{ host, vault }: Pick<Context, 'host' | 'vault'>,
	file: KeptDocument<PortfolioDocument>,
	{ domains, totalMs, endpoints }: Work,
): Promise<Run> {
	const id = hex(host.random(RANDOM_BYTES));
	const began = host.clock.monotonic();
	const time = () => vault.time();
	const allowance = openAllowance(id, time, time().latest + Math.min(totalMs, MOST_MS) + OVERTIME_MS);
	const listed = new Set(domains);
	const { limit } = sources.certificates;

	const first = await file.change((draft) => {
		const marks = new Map([...readMarks(draft.marks)].filter(([domain]) => listed.has(domain)));
		if (domains.every((domain) => marks.get(domain)?.round === draft.round)) draft.round += 1;
		draft.round = Math.max(draft.round, 1);
		draft.marks = marksText(marks);
		const queue = openQueue(domains, marks, draft.round);
		return { queue, round: draft.round, written: allowance.settle(draft, queue.wanted(limit)) };
	});
	first.written();
	const { queue, round } = first;
	/** As the vault has them. */
	let marks: Marks = readMarks(file.document.marks);
	const governor = openGovernor(host, endpoints, file.document.pauses);
	const rows: PortfolioRow[] = [];
	let finished: Seen[] = [];
	let writing = Promise.resolve();
	let longest = 0;
	let searched = 0;
	let stopped: KeyturnError | null = null;

	return {
		async lookAtAll(look) {
			await Promise.all(Array.from({ length: AT_ONCE }, () => work(look)));
		},
		async end() {
			await write(0);
			if (stopped !== null && rows.length === 0) throw stopped;
			return { rows, progress: progress() };
		},
	};

	async function work(look: (domain: Name, http: Http) => Promise<DomainReport>): Promise<void> {
		while (stopped === null && host.clock.monotonic() - began + longest < totalMs) {
			const turn = queue.next(allowance.left);
			if (turn === null) return;
			await lookAt(turn, look);
			if (finished.length >= WRITE_AFTER) await write();
		}
	}

	async function lookAt(
		{ domain, needs }: Turn,
		look: (domain: Name, http: Http) => Promise<DomainReport>,
	): Promise<void> {
		const since = host.clock.monotonic();
		const grant = allowance.grant(needs);
		const { http, refused } = governor.open(grant);
		try {
			const report = await look(domain, http).catch((error: unknown) => untrusted(domain, error));
			if ([...refused].some((source) => sourceOf(source).needed === true)) {
				// Hardly anything was seen: it keeps its turn, and so do those after it.
				stopped ??= new KeyturnError('RATE_LIMITED', 'Resolvers', 'they want no more questions for now');
				return;
			}
			const before = marks.get(domain);
			const cut = refused.has('certificates') || governor.pausedUntil('certificates') > host.clock.now();
			const isSearched = needs > 0 && !cut;
			if (isSearched) searched++;
			const now = time().latest;
			finished.push({
				domain,
				report,
				mark: {
					seen: seenIn(report),
					round,
					checkedAt: now,
					searchedAt: isSearched ? now : (before?.searchedAt ?? 0),
					needs: needsAfter(grant.sent, refused.has('certificates'), before),
				},
			});
		} catch (error) {
			if (!(error instanceof KeyturnError)) throw error;
			stopped ??= error;
		} finally {
			grant.close();
			longest = Math.max(longest, host.clock.monotonic() - since);
		}
	}

	/** One write after the other: each takes the state that the one before left. */
	function write(wanted?: number): Promise<void> {
		const mine = writing.then(() => writeNow(wanted));
		writing = mine.catch(() => undefined);
		return mine;
	}

	async function writeNow(wanted = queue.wanted(limit)): Promise<void> {
		const batch = finished;
		finished = [];
		let before: Marks = marks;
		try {
			const written = await file.change((draft) => {
				before = readMarks(draft.marks);
				draft.marks = marksText(withLooks(before, batch));
				draft.pauses = { ...governor.pauses };
				return allowance.settle(draft, wanted);
			});
			written();
			marks = readMarks(file.document.marks);
			queue.refresh(marks);
		} catch (error) {
			// What was seen is told all the same; those domains are looked at again.
			if (!(error instanceof KeyturnError)) throw error;
			stopped ??= error;
		}
		rows.push(...batch.map((look) => rowOf(look, before.get(look.domain))));
	}

	function untrusted(domain: Name, error: unknown): DomainReport {
		if (!hasCode(error, 'FORGED', 'ENTRY_DELETED')) throw error;
		return unreadable(shown(domain), error, host.clock.now());
	}

	function progress(): Omit<Progress, 'refused'> {
		const left = domains.filter((domain) => (marks.get(domain)?.round ?? 0) < round).length;
		const neverSearched = domains.filter((domain) => (marks.get(domain)?.searchedAt ?? 0) === 0).length;
		const now = time().latest;
		const free = left > 0 ? governor.pausedUntil('resolver') : firstBack(file.document.searches);
		return {
			portfolio: file.document.name,
			domains: domains.length,
			checked: rows.length,
			changed: rows.filter(({ changed }) => changed).length,
			left,
			round,
			searched,
			neverSearched,
			sources: governor.usage,
			goesOnAt: left + neverSearched > 0 ? Math.max(now, free) : null,
			stopped: stopped?.message ?? null,
		};
	}
}

/** The marks with these looks; what another run saw later stays. */
function withLooks(marks: Marks, looks: readonly Seen[]): Marks {
	const all = new Map(marks);
	for (const { domain, mark } of looks) {
		const there = all.get(domain);
		const newest = there !== undefined && there.checkedAt > mark.checkedAt ? there : mark;
		all.set(domain, {
			...newest,
			round: Math.max(mark.round, there?.round ?? 0),
			searchedAt: Math.max(mark.searchedAt, there?.searchedAt ?? 0),
		});
	}
	return all;
}

const rowOf = ({ report }: Seen, before: Mark | undefined): PortfolioRow => ({
	...report,
	lightBefore: before === undefined ? null : lightOf(before.seen),
	changed: before !== undefined && isChange(before.seen, report),
});

/** How many requests the next search may take: what the last one took, and more when that was not enough. */
function needsAfter(sent: number, cut: boolean, before: Mark | undefined): number {
	if (sent === 0) return before?.needs ?? USUAL_NEEDS;
	return cut ? Math.min(sources.certificates.limit, sent + 1) : Math.max(USUAL_NEEDS, sent);
}
