import type { Link } from '../lookup';
import { type Name, isUnder, shown } from '../wire/name';

/** What to do where a chain breaks outside the domain's own zone: its DNS host cannot mend that. */
export function elsewhere(zone: Name, { zone: at }: Pick<Link, 'zone'>): { readonly remedy?: string } {
	if (isUnder(at, zone)) return {};
	const where = at === '.' ? 'the root of all names' : shown(at);
	return isUnder(zone, at)
		? {
				remedy: `The fault is in ${where}, above the domain: tell your registrar, whose registry can mend it.`,
			}
		: {
				remedy: `The fault is in ${where}, where an alias of yours leads: tell whoever runs that, or lead the name elsewhere until it is mended.`,
			};
}
