import { counted } from '../counted';
import type { DomainReport, Light } from '../report/result';
import type { Usage } from './governor';

/** What one run saw of one domain. */
export interface PortfolioRow extends DomainReport {
	/** The light of the look before, null at the first. */
	readonly lightBefore: Light | null;
	/** True where somebody has to look: another light, and not only because this look could see less or more. */
	readonly changed: boolean;
}

/** How far a portfolio has come. */
export interface PortfolioSummary {
	readonly portfolio: string;
	/** Yellow when something is left, could not be read as a domain, or could not be kept. */
	readonly light: Light;
	readonly sentence: string;
	readonly next: string;
	readonly domains: number;
	/** Domains that this run looked at, those of them with another light, and those of the round that are left. */
	readonly checked: number;
	readonly changed: number;
	readonly left: number;
	/** Entries of the list that are no domain. */
	readonly refused: number;
	readonly round: number;
	/** Searches of certificates in this run, and domains that none was made for yet. */
	readonly searched: number;
	readonly neverSearched: number;
	readonly sources: readonly Usage[];
	/** Why it stopped before its time was over, or null. */
	readonly stopped: string | null;
	/** When there is more to do than to begin the next round, ISO 8601; null where there is not. */
	readonly runAgainAt: string | null;
}

export interface Progress extends Omit<PortfolioSummary, 'light' | 'sentence' | 'next' | 'runAgainAt'> {
	/** From when on it can go on, in ms since 1970. */
	readonly goesOnAt: number | null;
}

export function summaryOf({ goesOnAt, ...numbers }: Progress): PortfolioSummary {
	const { checked, changed, left, refused, domains, neverSearched, stopped } = numbers;
	const sentences = [
		`${checked} of ${counted(domains, 'domain')} ${checked === 1 ? 'was' : 'were'} looked at in this run, ${changed} with another light than before.`,
		...(left > 0 ? [`${left} of this round ${left === 1 ? 'is' : 'are'} left.`] : ['The round is complete.']),
		...(stopped === null ? [] : [`It stopped early: ${stopped}.`]),
		...(refused > 0
			? [`${counted(refused, 'entry').replace(/entrys$/, 'entries')} of the list cannot be looked at.`]
			: []),
		...(neverSearched > 0
			? [
					`${counted(neverSearched, 'domain')} still ${neverSearched === 1 ? 'waits' : 'wait'} for a first search of certificates, of which an hour allows few.`,
				]
			: []),
	];
	const runAgainAt = goesOnAt === null ? null : new Date(goesOnAt).toISOString();
	const isWell = left + refused === 0 && stopped === null;
	return {
		...numbers,
		light: isWell ? 'green' : 'yellow',
		sentence: sentences.join(' '),
		next:
			runAgainAt === null
				? ''
				: `Run again with the same portfolio from ${runAgainAt} on: it goes on where this run stopped.`,
		runAgainAt,
	};
}

/** Those with another light first, the worst light first among them; the rest in the order in which they were looked at. */
export const changedFirst = (rows: readonly PortfolioRow[]): PortfolioRow[] =>
	[...rows].sort((a, b) => rank(a) - rank(b));

const order: readonly Light[] = ['red', 'yellow', 'green'];
const rank = ({ changed, light }: PortfolioRow) => (changed ? order.indexOf(light) : order.length);

/** A domain of which what the vault keeps cannot be trusted or read. */
export const unreadable = (
	domain: string,
	{ message, next }: { readonly message: string; readonly next: string },
	now: number,
): DomainReport => ({
	domain,
	light: 'red',
	sentence: `${message}.`,
	next,
	counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
	findings: [],
	checked: 0,
	notChecked: [],
	dnssec: { verdict: 'indeterminate', why: 'Nobody could look.' },
	checkedAt: new Date(now).toISOString(),
	questions: [],
});
