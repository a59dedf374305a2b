import { type Check, type Finding, severities } from '../finding';
import type { Facts } from '../facts';
import type { Light, NotChecked } from './result';

export interface Judged {
	readonly findings: readonly Finding[];
	readonly checked: number;
	readonly notChecked: readonly NotChecked[];
}

/** Holds every check against the facts of one domain; the worst finding comes first. */
export function judgeAll<Of = Facts>(checks: Readonly<Record<string, Check<Of>>>, facts: Of): Judged {
	const findings: Finding[] = [];
	const notChecked: NotChecked[] = [];
	let checked = 0;
	for (const [id, check] of Object.entries(checks)) {
		const judgement = check.judge(facts);
		if (!('cases' in judgement)) {
			const blind = 'notChecked' in judgement;
			notChecked.push({ id, title: check.title, blind, why: blind ? judgement.notChecked : judgement.needs });
			continue;
		}
		checked++;
		for (const { evidence, severity = check.severity, remedy = check.remedy } of judgement.cases)
			findings.push({ id, severity, title: check.title, evidence, remedy, basis: check.basis });
	}
	return { findings: findings.sort((a, b) => rank(a) - rank(b)), checked, notChecked };
}

const rank = ({ severity }: Finding) => severities.indexOf(severity);

const lights: Readonly<Record<Finding['severity'], Light>> = {
	critical: 'red',
	high: 'red',
	medium: 'yellow',
	low: 'green',
	info: 'green',
};

/** Red for what needs somebody now, yellow for the rest that matters and for anything that nobody could look at. */
export function lightOf({ findings, notChecked }: Judged): Light {
	const [worst] = findings;
	const light = worst === undefined ? 'green' : lights[worst.severity];
	return light === 'green' && notChecked.some(({ blind }) => blind) ? 'yellow' : light;
}
