import { type Check, fine, notChecked } from '../finding';
import { isAbsent } from '../lookup';
import { unprovedDs } from './unproved-ds';

export const dnssecUnsigned: Check = {
	severity: 'medium',
	title: 'The domain is not signed (no DNSSEC)',
	basis: 'RFC 4033, section 3',
	remedy:
		'Turn on DNSSEC at your DNS host, then copy the DS record that it shows to your registrar. Where both are one company it is one switch.',
	judge({ dnssec: { ds, dnskey } }) {
		if (ds.failed !== null) return notChecked(ds.failed.what);
		const unproved = unprovedDs(ds);
		if (unproved !== null) return notChecked(unproved);
		if (!isAbsent(ds) || dnskey.records.length > 0) return fine;
		return { cases: [{ evidence: 'The ending’s servers prove that there is no DS record for the domain.' }] };
	},
};
