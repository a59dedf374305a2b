import { type Judgement, notChecked } from '../finding';
import { type Lookup, answered } from '../lookup';

/** Judges only when each of these was answered; else it is told what was not. A broken signature is an answer here. */
export function ofLooked(lookups: readonly Lookup[], judge: () => Judgement): Judgement {
	for (const lookup of lookups) {
		const answer = answered({ ...lookup, verdict: { security: 'insecure', link: null } });
		if ('notSeen' in answer) return notChecked(answer.notSeen);
	}
	return judge();
}
