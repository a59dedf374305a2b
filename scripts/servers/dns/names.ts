import type { Name } from '../../../core/dns/wire/name';
import type { ZoneId } from './zones';

/** Where the lab's servers are. All answer at one port: delegations name addresses only. */
export const addresses = {
	root: '127.53.0.1',
	tld: '127.53.0.2',
	zones: '127.53.0.3',
	/** Nobody is there. */
	nobody: '127.53.0.9',
} as const;

/** What can be different from lab to lab; the keys are different each time. */
export interface Plan {
	/** The top-level domain. Unbound has zones of its own for `test`, `invalid`, `localhost` and `onion`. */
	readonly tld: string;
	/** The label of a zone below it. */
	readonly label: (id: ZoneId) => string;
}

export const usualPlan: Plan = { tld: 'lab', label: (id) => id };

export const tldName = ({ tld }: Plan): Name => `${tld}.`;
export const zoneName = (plan: Plan, id: ZoneId): Name => `${plan.label(id)}.${plan.tld}.`;
