import { type Check, fine } from '../finding';
import { type Ds, dsOf } from '../gather/dnssec';
import { readDs } from '../wire/records';
import { hex } from '../../hex';

export const dnssecCds: Check = {
	severity: 'medium',
	title: 'The domain asks its registrar for another DS record than there is',
	basis: 'RFC 7344; RFC 8078',
	remedy:
		'A change of keys is waiting, or the domain asks for DNSSEC to be switched off. If nobody of yours began that, call your DNS host.',
	judge({ dnssec: { ds, cds } }) {
		const wished = cds.records.map((record) => readDs(record));
		if (wished.length === 0 || ds.failed !== null) return fine;
		if (wished.some(({ algorithm, keyTag }) => algorithm === 0 && keyTag === 0))
			return { cases: [{ severity: 'high', evidence: 'A CDS record asks for DNSSEC to be switched off' }] };
		const now = new Set(dsOf(ds).map(textOf));
		const missing = wished.filter((each) => !now.has(textOf(each)));
		// Several digest types of one key are one wish.
		const tags = missing
			.map(({ keyTag }) => keyTag)
			.filter((tag) => !dsOf(ds).some(({ keyTag }) => keyTag === tag));
		if (tags.length === 0) return fine;
		return { cases: [{ evidence: `CDS of key ${[...new Set(tags)].join(', ')}, and no DS for it` }] };
	},
};

const textOf = ({ keyTag, algorithm, digestType, digest }: Ds) =>
	`${String(keyTag)} ${String(algorithm)} ${String(digestType)} ${hex(digest)}`;
