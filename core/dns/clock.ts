import type { Host } from '../ports';
import { counted } from './counted';
import type { Facts } from './facts';
import { type Check, notChecked } from './finding';
import { type Lookup, type Verdict, isOfTime } from './lookup';
import { DAY_MS } from './times';
import { type Name, isUnder } from './wire/name';

/** Servers' clocks are right to the second; answers may be on their way, or kept by somebody, for a while. */
const MOST_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;

/** A host that remembers what time it is for those whom it asks. */
export interface TimedHost {
	readonly host: Host;
	/** How far this machine's clock is ahead, in ms, by the one answer that is nearest to it; null when no answer has a time. */
	readonly ahead: () => number | null;
}

/**
 * Nobody whose clock is wrong, and no answer that somebody kept, can make this clock look wrong while another is right.
 * What a host at or under `domain` says does not count: it may run on this machine, and its owner may set it at will.
 */
export function timed(of: Host, domain: Name): TimedHost {
	let nearest: number | null = null;
	const host: Host = {
		clock: of.clock,
		actor: of.actor,
		random: (bytes) => of.random(bytes),
		async http(request) {
			const response = await of.http(request);
			const { date = '', age = '0' } = response.headers;
			const ahead = of.clock.now() - Date.parse(date) - Number(age) * 1_000;
			const isOwn = isUnder(`${new URL(request.url).hostname}.`, domain);
			if (!isOwn && Number.isFinite(ahead) && (nearest === null || Math.abs(ahead) < Math.abs(nearest)))
				nearest = ahead;
			return response;
		},
	};
	return { host, ahead: () => nearest };
}

/** Why nothing is to be said that depends on the time, as a clause, and what to do about it. */
export interface ClockFault {
	readonly why: string;
	readonly next: string;
}

const SET_IT = 'Set the clock of the machine that runs this check, then check again.';
const ASK_ANOTHER =
	'The clock of this machine is right, so the first resolver gives old answers: check again later, or name another one.';

/** Null when the clock may be believed. */
export function clockFault(ahead: number | null, lookups: readonly Lookup[]): ClockFault | null {
	const off = Math.abs(ahead ?? 0);
	if (ahead !== null && off > MOST_MS) {
		const side = ahead > 0 ? 'ahead of' : 'behind';
		const why = `the clock of this machine is ${spanShown(off)} ${side} those of all servers that were asked`;
		return { why, next: SET_IT };
	}
	const old = lookups.find(({ verdict }) => verdict.security === 'indeterminate' && isOfTime(verdict));
	if (old === undefined) return null;
	return { why: old.verdict.link?.what ?? '', next: ahead === null ? SET_IT : ASK_ANOTHER };
}

function spanShown(ms: number): string {
	if (ms >= 2 * DAY_MS) return counted(Math.round(ms / DAY_MS), 'day');
	if (ms >= 2 * HOUR_MS) return counted(Math.round(ms / HOUR_MS), 'hour');
	return counted(Math.round(ms / 60_000), 'minute');
}

/** What was seen, without what only a wrong clock may have found: signatures that are not valid at this time. */
export function withoutTime({ apex, dnssec, ...facts }: Facts): Facts {
	const { madeUp, ...fixed } = apex;
	const { own, ds, dnskey, cds, cdnskey } = dnssec;
	return {
		...facts,
		apex: { ...eachOf(fixed), madeUp: madeUp.map(unjudged) },
		dnssec: { ...dnssec, ...eachOf({ ds, dnskey, cds, cdnskey }), own: own.map(unjudged) },
	};
}

const eachOf = <Name extends string>(lookups: Readonly<Record<Name, Lookup>>) =>
	Object.fromEntries(
		Object.entries<Lookup>(lookups).map(([name, lookup]) => [name, unjudged(lookup)]),
	) as Record<Name, Lookup>;

const unjudged = (lookup: Lookup): Lookup => ({ ...lookup, verdict: unjudgedVerdict(lookup.verdict) });
const unjudgedVerdict = (verdict: Verdict): Verdict =>
	isOfTime(verdict) ? { ...verdict, security: 'indeterminate' } : verdict;

/** The checks, of which those that read the clock are not made. */
export const checksWithoutTime = (
	checks: Readonly<Record<string, Check>>,
	why: string,
): Readonly<Record<string, Check>> =>
	Object.fromEntries(
		Object.entries(checks).map(([id, check]) => [
			id,
			check.readsClock === true ? { ...check, judge: () => notChecked(why) } : check,
		]),
	);
