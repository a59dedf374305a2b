import { openValidator } from '../../../core/dns/dnssec/validator';
import { openEndpoint } from '../../../core/dns/doh';
import type { Lookup, Lookups } from '../../../core/dns/lookup';
import type { Host } from '../../../core/ports';
import type { Lab } from './lab';
import { type OracleAnswer, askOracle } from './oracle';
import type { Asked } from './questions';

/** What the three made of one question. */
export interface Looks {
	readonly asked: Asked;
	readonly ours: Lookup;
	readonly bind: OracleAnswer;
	readonly unbound: OracleAnswer;
}

/** The server that does not run is given up after this, by us and for the resolvers. */
const LIMIT_MS = 4_000;
const MANY = 10_000;

/** Our validator on the lab, through DNS over HTTPS at the address. */
export function openLookups(lab: Lab, host: Host, url: string): Lookups {
	const resolver = openEndpoint(host, { id: 'lab', url }, LIMIT_MS).purse('lab', MANY);
	return openValidator(resolver, { now: host.clock.now(), anchors: [{ zone: '.', ...lab.anchor }] });
}

/** Asks our validator, and then BIND and unbound themselves. */
export async function askAll(
	lab: Lab,
	host: Host,
	url: string,
	questions: readonly Asked[],
): Promise<Looks[]> {
	const lookups = openLookups(lab, host, url);
	return await Promise.all(
		questions.map(async (asked) => {
			// First, while BIND knows nothing yet: what it has checked for others it tells in another way.
			const ours = await lookups.look(asked.name, asked.type);
			const [bind, unbound] = await Promise.all([
				askOracle(lab.bind, asked, LIMIT_MS),
				askOracle(lab.unbound, asked, LIMIT_MS),
			]);
			return { asked, ours, bind, unbound };
		}),
	);
}
