import { type Check, judgedEach } from '../finding';
import { shown } from '../wire/name';

export const danglingCloudAddress: Check = {
	severity: 'info',
	title: 'A name leads to an address that a cloud gives to its next customer',
	basis: 'https://learn.microsoft.com/azure/security/fundamentals/subdomain-takeover',
	remedy:
		'Confirm that the address is still yours; nobody can see that from outside. If it is not, delete the record today.',
	judge: ({ dangling: { addresses } }) =>
		judgedEach(addresses, (found) =>
			found === null
				? []
				: [
						{
							evidence: `${shown(found.name)} leads to ${found.address} at ${found.cloud} (${shown(found.reverse)})`,
						},
					],
		),
};
