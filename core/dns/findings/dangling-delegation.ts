import { type Check, judgedEach } from '../finding';
import { shown } from '../wire/name';

export const danglingDelegation: Check = {
	severity: 'high',
	title: 'A part of the domain is handed to name servers that do not answer',
	basis: 'RFC 1034, section 4.2.2; RFC 1912, section 2.8',
	remedy:
		'Delete the NS records of this name, or set its zone up again at the DNS host that they name: if the host has let it go, whoever sets it up there speaks as your name.',
	judge: ({ dangling: { delegations } }) =>
		judgedEach(delegations, (found) => {
			if (found === null) return [];
			const { name, cut, servers, probes } = found;
			const to = servers.length === 0 ? '' : ` to ${servers.map(shown).join(', ')}`;
			const evidence = `${shown(cut)} is delegated${to}, and nobody answers for ${shown(name)}`;
			return probes === 2
				? [{ evidence: `${evidence} (two resolvers tried)` }]
				: [{ evidence: `possibly: ${evidence} (one resolver tried)`, severity: 'low' }];
		}),
};
