import { type Check, fine, notChecked } from '../finding';
import { shown } from '../wire/name';
import { readTarget } from '../wire/records';
import { ofRecords } from './of-records';
import { ofRegistration } from './of-registration';
import { onlyIn } from './only-in';

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
				const evidence = onlyIn({
					'at the registrar:': without(nameServers, inZone),
					'in the domain:': without(inZone, nameServers),
				});
				return evidence === '' ? fine : { cases: [{ evidence }] };
			});
		}),
};

const without = (some: readonly string[], others: readonly string[]): string[] =>
	some.filter((one) => !others.includes(one)).map(shown);
