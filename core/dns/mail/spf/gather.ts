import { type Looked, notSeen, seen } from '../../finding';
import { type Name, shown } from '../../wire/name';
import { TYPE } from '../../wire/types';
import { type Remembering, limited } from '../limited';
import { type SpfAudit, auditSpf } from './audit';
import { type SpfResult, checkHost } from './check';
import { SPF_LIMITS } from './session';

export interface SpfFacts {
	readonly audit: SpfAudit;
	/** What the policy says to an address that belongs to nobody. */
	readonly stranger: Looked<SpfResult>;
}

/** Never given to anybody (RFC 5737): a policy that lets it send lets everybody send. */
const STRANGER = '192.0.2.1';

/** Reads the policy of a domain. Beside the domain's own TXT it asks ten questions at most. */
export async function gatherSpf(domain: Name, lookups: Remembering): Promise<SpfFacts> {
	await lookups.look(domain, TYPE.TXT);
	const own = limited(lookups, SPF_LIMITS.lookups);
	const audit = await auditSpf(domain, own);
	const question = { ip: STRANGER, domain: shown(domain), sender: '', helo: shown(domain) };
	const { result, because } = await checkHost(question, own);
	return {
		audit,
		stranger: result === 'temperror' ? notSeen(because ?? 'SPF could not be read') : seen(result),
	};
}
