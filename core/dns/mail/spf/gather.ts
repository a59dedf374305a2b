import { type Looked, notSeen, seen } from '../../finding';
import { type Name, shown } from '../../wire/name';
import { TYPE } from '../../wire/types';
import { type Remembering, knownOnly, limited } from '../limited';
import { type SpfAudit, auditSpf } from './audit';
import { type SpfAnswer, checkHost } from './check';
import { SPF_LIMITS } from './session';
import { type WideTerm, wideTerms } from './wide';

export interface SpfFacts {
	readonly audit: SpfAudit;
	/** What the policy says to an address that belongs to nobody. */
	readonly stranger: Looked<Omit<SpfAnswer, 'explanation' | 'lookups'>>;
	/** Addresses that belong to nobody and that the policy lets send, as far as it takes no more questions to tell. */
	readonly letIn: readonly string[];
	/** Terms that let nearly everybody send. */
	readonly wide: readonly WideTerm[];
}

/**
 * Never given to anybody (RFC 5737, RFC 1122, RFC 3849): a policy that lets one of them send lets everybody send. One is
 * in each half of IPv4. None is of a network that companies use inside (RFC 1918, RFC 6598) and list as their own.
 */
const STRANGER = '192.0.2.1';
const OTHERS = ['203.0.113.77', '0.77.0.1', '2001:db8::1'];

/** Reads the policy of a domain. Beside the domain's own TXT it asks ten questions at most. */
export async function gatherSpf(domain: Name, lookups: Remembering): Promise<SpfFacts> {
	await lookups.look(domain, TYPE.TXT);
	const own = limited(lookups, SPF_LIMITS.lookups);
	const audit = await auditSpf(domain, own);
	const questionOf = (ip: string) => ({ ip, domain: shown(domain), sender: '', helo: shown(domain) });
	const { result, because, voids, voidsBySender } = await checkHost(questionOf(STRANGER), own);
	const known = knownOnly(lookups);
	// What is not known has no answer there; that must not count against the policy.
	const limits = { ...SPF_LIMITS, voids: Infinity };
	const others = await Promise.all(
		OTHERS.map(async (ip) => ({ ip, ...(await checkHost(questionOf(ip), known, limits)) })),
	);
	return {
		audit,
		stranger:
			result === 'temperror'
				? notSeen(because ?? 'SPF could not be read')
				: seen({ result, because, voids, voidsBySender }),
		letIn: [{ ip: STRANGER, result }, ...others].filter((each) => each.result === 'pass').map(({ ip }) => ip),
		wide: wideTerms(domain, audit.nodes),
	};
}
