import type { Facts } from './facts';

/** In order of how much it matters. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** One thing that can be wrong with a domain, or with what `Of` holds. Each of a domain is one file in `findings/`. */
export interface Check<Of = Facts> {
	/** What its finding is worth, where a single case does not say otherwise. */
	readonly severity: Severity;
	/** A sentence without a full stop: `Anyone may send mail as this domain`. */
	readonly title: string;
	/** Where it is written that this is wrong: `RFC 7208, section 5.1`. */
	readonly basis: string;
	/** What to do, in words for somebody who does not know DNS. */
	readonly remedy: string;
	/** Whether what it says depends on what time it is: with a wrong clock it is not made. */
	readonly readsClock?: true;
	/** Looks at the facts; never asks anything itself. */
	judge(facts: Of): Judgement;
}

/**
 * All that was found, none of it, why nobody could look (never green), or what somebody has to name before it can be
 * looked for (told, and no reason for another light).
 */
export type Judgement =
	{ readonly cases: readonly Case[] } | { readonly notChecked: string } | { readonly needs: string };

/** One time that a check fires. */
export interface Case {
	/** What was seen, with names and numbers: `include:_spf.example.net leads to 14 look-ups`. */
	readonly evidence: string;
	readonly severity?: Severity;
	readonly remedy?: string;
}

export interface Finding {
	/** The stable id: `SPF-03`. */
	readonly id: string;
	readonly severity: Severity;
	readonly title: string;
	readonly evidence: string;
	readonly remedy: string;
	readonly basis: string;
}

/** A fact, or why nobody could look for it. */
export type Looked<Fact> = { readonly seen: Fact } | NotSeen;

export interface NotSeen {
	readonly notSeen: string;
	/** In how many seconds the source may be asked again, where it says so. */
	readonly retryAfter?: number;
}

export const seen = <Fact>(fact: Fact): Looked<Fact> => ({ seen: fact });
export const notSeen = (why: string, retryAfter?: number): NotSeen =>
	retryAfter === undefined ? { notSeen: why } : { notSeen: why, retryAfter };

/** Nothing is wrong. */
export const fine: Judgement = { cases: [] };
export const notChecked = (why: string): Judgement => ({ notChecked: why });
export const needs = (what: string): Judgement => ({ needs: what });

/** Judges by one fact; what was not seen is not checked. */
export const judgedBy = <Fact>(fact: Looked<Fact>, judge: (fact: Fact) => Judgement): Judgement =>
	'notSeen' in fact ? notChecked(fact.notSeen) : judge(fact.seen);

/** As `judgedBy`, where the fact says all that is wrong. */
export const judged = <Fact>(fact: Looked<Fact>, cases: (fact: Fact) => readonly Case[]): Judgement =>
	judgedBy(fact, (found) => ({ cases: cases(found) }));

/** Judges many facts at once: what is wrong with some is told although others were not seen; without it, nothing is claimed. */
export function judgedEach<Fact>(
	facts: readonly Looked<Fact>[],
	cases: (fact: Fact) => readonly Case[],
): Judgement {
	const found = facts.flatMap((fact) => ('seen' in fact ? cases(fact.seen) : []));
	return casesUnless(found, notSeenOf(facts));
}

/** Why those that were not seen were not. */
export const notSeenOf = (facts: readonly Looked<unknown>[]): string[] =>
	facts.flatMap((fact) => ('notSeen' in fact ? [fact.notSeen] : []));

/** What is wrong, told although something was not seen; without it, nothing is claimed. */
export const casesUnless = (cases: readonly Case[], [unseen]: readonly string[]): Judgement =>
	cases.length === 0 && unseen !== undefined ? notChecked(unseen) : { cases };
