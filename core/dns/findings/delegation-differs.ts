import { type Check, fine, notChecked } from '../finding';
import { shown } from '../wire/name';
import { readTarget } from '../wire/records';
import { ofRecords } from './of-records';
import { ofRegistration } from './of-registration';

export const delegationDiffers: Check = {
	severity: 'high',
	title: 'The name servers at the registrar are not those of the domain',
	basis: 'RFC 1034, section 4.2.2',
	remedy:
		'Make both lists equal: copy the name servers that your DNS host shows into the domain’s page at the registrar.',
	judge: (facts) =>
		ofRegistration(facts, ({ nameServers }) => {
			if (nameServers.length === 0) return notChecked('the registry shows no name servers');
			return ofRecords(facts.apex.ns, readTarget, (inZone) => {
				const [extra, missing] = [without(nameServers, inZone), without(inZone, nameServers)];
				if (extra.length + missing.length === 0) return fine;
				const parts = [
					extra.length > 0 ? `only at the registrar: ${extra.join(', ')}` : '',
					missing.length > 0 ? `only in the domain: ${missing.join(', ')}` : '',
				];
				return { cases: [{ evidence: parts.filter((part) => part !== '').join('; ') }] };
			});
		}),
};

const without = (some: readonly string[], others: readonly string[]): string[] =>
	some.filter((one) => !others.includes(one)).map(shown);
