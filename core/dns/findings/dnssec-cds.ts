import { type Check, fine } from '../finding';
import { ofLooked } from './of-looked';
import { type Ds, cdsOf, dsOf } from '../gather/dnssec';
import { hex } from '../../hex';

export const dnssecCds: Check = {
	severity: 'medium',
	title: 'The domain asks its registrar for another DS record than there is',
	basis: 'RFC 7344; RFC 8078',
	remedy:
		'A change of keys is waiting, or the domain asks for DNSSEC to be switched off. If nobody of yours began that, call your DNS host.',
	judge: ({ dnssec: { ds, cds } }) =>
		ofLooked([ds, cds], () => {
			const wished = cdsOf(cds);
			if (wished.length === 0) return fine;
			if (wished.some(({ algorithm, keyTag }) => algorithm === 0 && keyTag === 0))
				return { cases: [{ severity: 'high', evidence: 'A CDS record asks for DNSSEC to be switched off' }] };
			const published = new Set(dsOf(ds).map(textOf));
			const missing = wished.filter((each) => !published.has(textOf(each)));
			// Several digest types of one key are one wish.
			const tags = missing
				.map(({ keyTag }) => keyTag)
				.filter((tag) => !dsOf(ds).some(({ keyTag }) => keyTag === tag));
			if (tags.length === 0) return fine;
			return { cases: [{ evidence: `CDS of key ${[...new Set(tags)].join(', ')}, and no DS for it` }] };
		}),
};

const textOf = ({ keyTag, algorithm, digestType, digest }: Ds) =>
	`${keyTag} ${algorithm} ${digestType} ${hex(digest)}`;
