import type { CheckOptions } from '../dns/check-domain';
import { readDomains, type Refused } from '../dns/portfolio/domains';
import { openPortfolio } from '../dns/portfolio/document';
import { changedFirst, summaryOf, type PortfolioRow, type PortfolioSummary } from '../dns/portfolio/report';
import { openRun } from '../dns/portfolio/run';
import type { Context } from './context';
import { checkZone } from './check-zone';

export interface PortfolioOrder {
	/** Under which the progress is kept: small letters, digits, dots, hyphens, underscores. */
	readonly name: string;
	/** A text with commas or new lines between domains, or lists of texts. */
	readonly domains: unknown;
	/** How long it may take, in ms; what is left then is looked at by the next run. */
	readonly totalMs: number;
}

export interface PortfolioReport {
	readonly rows: readonly PortfolioRow[];
	readonly refused: readonly Refused[];
	readonly summary: PortfolioSummary;
}

/**
 * Checks as many domains of a portfolio as time and the sources' limits allow, those first that waited longest, and
 * notes in the vault how far it came. Throws BAD_INPUT for a list or name that is none, FORGED when what is kept is not
 * Keyturn's, and the vault's own errors when nothing could be looked at; never for what it finds or cannot see.
 */
export async function checkPortfolio(
	context: Context,
	{ name, domains: given, totalMs }: PortfolioOrder,
	options: CheckOptions,
): Promise<PortfolioReport> {
	const { domains, refused } = readDomains(given);
	const file = await openPortfolio(context, name);
	const run = await openRun(context, file, { domains, totalMs, endpoints: options.endpoints });
	await run.lookAtAll((domain, http) =>
		checkZone({ ...context, host: { ...context.host, http } }, domain, options),
	);
	const { rows, progress } = await run.end();
	return {
		rows: changedFirst(rows),
		refused,
		summary: summaryOf({ ...progress, refused: refused.length }),
	};
}
