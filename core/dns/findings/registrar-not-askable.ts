import { type Check, judged } from '../finding';
import { labelsOf } from '../wire/name';

export const registrarNotAskable: Check = {
	severity: 'info',
	title: 'The registry of this ending cannot be asked automatically',
	basis: 'RFC 9224, section 3',
	remedy:
		'Look at the domain in your registrar’s account by hand: transfer lock, end of the registration, name servers.',
	judge: ({ domain, registrar: { server } }) =>
		judged(server, (address) =>
			address === null ? [{ evidence: `no server is listed for .${labelsOf(domain).at(-1) ?? ''}` }] : [],
		),
};
