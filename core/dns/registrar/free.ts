import type { Host } from '../../ports';
import { type Looked, notSeen, seen } from '../finding';
import { type Lookups, answered, isMissingName } from '../lookup';
import { type Name, labelsOf, nameOf, shown } from '../wire/name';
import { TYPE } from '../wire/types';
import type { Bootstrap } from './bootstrap';
import { lookRegistration } from './lookup';

/**
 * The domain that a stranger could register to get at a name that does not exist, or null when it belongs to somebody.
 * Costs at most two questions and two requests to the registry. Without a list of the endings that are sold, an ending of
 * two labels (co.uk) is known by this: it exists, and its registry knows no registration of it. Free is only what the DNS
 * does not know either.
 */
export async function lookFree(
	missing: Name,
	lookups: Lookups,
	host: Host,
	bootstrap: Bootstrap,
): Promise<Looked<Name | null>> {
	const labels = labelsOf(missing);
	if (labels.length < 2) return seen(null);
	const upper = nameOf(labels.slice(-2));
	const looked = answered(await lookups.look(upper, TYPE.SOA));
	if ('notSeen' in looked) return looked;
	const registration = await lookRegistration(upper, host, bootstrap);
	if ('notSeen' in registration) return registration;
	if (registration.seen !== null) return seen(null);
	if (isMissingName(looked.seen)) return seen(upper);
	if (labels.length < 3) return notSeen(`${shown(upper)} exists although its registry does not know it`);
	const lower = nameOf(labels.slice(-3));
	const there = answered(await lookups.look(lower, TYPE.SOA));
	if ('notSeen' in there) return there;
	// Registries know nothing of many domains that governments and universities run themselves.
	if (!isMissingName(there.seen)) return seen(null);
	const below = await lookRegistration(lower, host, bootstrap);
	if ('notSeen' in below) return below;
	return seen(below.seen === null ? lower : null);
}
