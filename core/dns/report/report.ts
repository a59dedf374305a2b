import { type Finding, severities } from '../finding';
import type { Facts } from '../facts';
import { worstOf } from '../dnssec/verdicts';
import type { Lookup } from '../lookup';
import { counted } from '../counted';
import { isUnder, shown } from '../wire/name';
import { isEnding, unregistered } from '../registrar/ending';
import { type Judged, lightOf } from './judge';
import type { DomainReport, Light } from './result';

/** What a person and a workflow are told of one domain. */
export function reportOf(facts: Facts, judged: Judged, questions: DomainReport['questions']): DomainReport {
	const domain = shown(facts.domain);
	const light = lightOf(judged);
	const { findings, checked, notChecked } = judged;
	const before = beforeAll(facts);
	return {
		domain,
		light,
		sentence: [...before.map(({ sentence }) => sentence), sentenceOf(domain, light, judged)].join(' '),
		next: light === 'green' ? '' : [...before.map(({ next }) => next), nextOf(domain, judged)].join(' '),
		counts: Object.fromEntries(
			severities.map((severity) => [severity, findings.filter((each) => each.severity === severity).length]),
		) as DomainReport['counts'],
		findings,
		checked,
		notChecked,
		dnssec: dnssecOf(facts),
		checkedAt: new Date(facts.now).toISOString(),
		questions,
	};
}

/** A name that nobody has registered, or that its own servers do not know: nothing else can be said of it. */
export function reportOfNone(
	domain: string,
	now: number,
	questions: DomainReport['questions'],
): DomainReport {
	return {
		domain,
		light: 'red',
		sentence: `There is no domain ${domain}: its ending does not know it.`,
		next: 'Check how it is spelled. If it is yours, log in at your registrar now: it may have run out.',
		counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
		findings: [],
		checked: 0,
		notChecked: [],
		dnssec: { verdict: 'indeterminate', why: 'There is no such domain.' },
		checkedAt: new Date(now).toISOString(),
		questions,
	};
}

interface Before {
	readonly sentence: string;
	readonly next: string;
}

/** What makes the rest say less than it seems to. */
function beforeAll(facts: Facts): Before[] {
	const name = shown(facts.domain);
	const { clock } = facts;
	const untimed = `Nothing that depends on the time could be checked: ${clock?.why ?? ''}.`;
	const ending: Before = {
		sentence: `${unregistered(facts)}, and no registered domain itself.`,
		next: `Type the domain itself, such as example.${name}.`,
	};
	return [
		...(clock === null ? [] : [{ sentence: untimed, next: clock.next }]),
		...(isEnding(facts) ? [ending] : []),
	];
}

const words: Readonly<Record<Light, (domain: string, worst: Finding | undefined, rest: string) => string>> = {
	red: (domain, worst, rest) => `${domain} needs you: ${lower(worst)}${rest}.`,
	yellow: (domain, worst, rest) =>
		worst === undefined
			? `Nothing bad was seen at ${domain}${rest}.`
			: `${domain} could be safer: ${lower(worst)}${rest}.`,
	green: (domain, _worst, rest) => `${domain} looks well${rest}.`,
};

function sentenceOf(domain: string, light: Light, judged: Judged): string {
	const mattering = matteringOf(judged);
	const blind = blindOf(judged).length;
	const more = mattering.length > 1 ? `, and ${counted(mattering.length - 1, 'more finding')}` : '';
	const unseen = blind > 0 ? `; ${counted(blind, 'check')} could not be made` : '';
	return words[light](domain, mattering[0], more + unseen);
}

/** What decides about the light: the worst finding, or else what nobody could look at. */
function nextOf(domain: string, judged: Judged): string {
	const [worst] = matteringOf(judged);
	if (worst !== undefined) return `${domain}: ${lower(worst)}. ${worst.remedy}`;
	const [unseen] = blindOf(judged);
	return unseen === undefined ? '' : `${domain}: check again later. Not looked at: ${unseen.why}.`;
}

const matteringOf = ({ findings }: Judged) =>
	findings.filter(({ severity }) => !['low', 'info'].includes(severity));
const blindOf = ({ notChecked }: Judged) => notChecked.filter(({ blind }) => blind);

/** A title within a sentence; a first word that is an abbreviation (SPF, A, MX) stays as it is. */
const lower = (finding: Finding | undefined) =>
	(finding?.title ?? '').replace(/^\p{Lu}(?![\p{Lu}\d-])/u, (first) => first.toLowerCase());

const securities: Readonly<Record<Lookup['verdict']['security'], string>> = {
	secure: 'Signed, and every signature from the root down was checked here.',
	insecure: 'Not signed; that this is so is proved.',
	bogus: 'Signed, and the signatures do not hold.',
	indeterminate: 'Nobody could look.',
};

const UNCHECKABLE = 'Signed, but not in a way that protects all of it: some cannot be checked.';

/**
 * The worst of the domain's own sets: one that is broken is not made good by the others. Where an alias leads elsewhere,
 * only that it is broken counts; that a zone below, or a gap that the zone leaves, is unsigned is nothing against it.
 */
function dnssecOf({ zone, apex: { soa }, dnssec: { ds, own } }: Facts): DomainReport['dnssec'] {
	const counting = [ds, ...own].filter(
		({ aliases, verdict: { security, link } }) =>
			security === 'bogus' || (link !== null && aliases.every((alias) => isUnder(alias, zone))),
	);
	const { security, link } = worstOf([soa, ...counting].map(({ verdict }) => verdict));
	const at = link === null ? '' : ` At ${shown(link.zone)}: ${link.what}.`;
	const said = security === 'insecure' && link !== null ? UNCHECKABLE : securities[security];
	return { verdict: security, why: `${said}${at}` };
}
