import { privateMeaning } from '../delegation/addresses';
import { type Check, type Looked, judgedEach } from '../finding';
import { type Lookup, answered } from '../lookup';
import { shown } from '../wire/name';
import { readAddress } from '../wire/records';
import { TYPE } from '../wire/types';

export const delegationInternalAddress: Check = {
	severity: 'low',
	title: 'Internal addresses are visible to everyone',
	basis: 'RFC 1918, section 5; RFC 6890',
	remedy: 'Remove the record from the public DNS, or keep it in a DNS server that only your network can ask.',
	judge: ({ addresses }) =>
		judgedEach(
			addresses.map(({ lookup }): Looked<Lookup> => ('seen' in lookup ? answered(lookup.seen) : lookup)),
			({ name, records }) =>
				records
					.filter(({ type }) => type === TYPE.A || type === TYPE.AAAA)
					.flatMap((record) => {
						const meaning = privateMeaning(record.data);
						return meaning === null
							? []
							: [{ evidence: `${shown(name)} leads to ${readAddress(record)}: ${meaning}` }];
					}),
		),
};
