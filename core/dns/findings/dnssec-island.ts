import { type Check, fine, notChecked } from '../finding';
import { dsOf, keysOf } from '../gather/dnssec';
import { isAbsent } from '../lookup';
import { unprovedDs } from './unproved-ds';

export const dnssecIsland: Check = {
	severity: 'medium',
	title: 'DNSSEC is half on: the domain is signed, and the registrar does not say so',
	basis: 'RFC 6781, section 4.3',
	remedy: 'Copy the DS record that your DNS host shows to your registrar.',
	judge({ dnssec: { ds, dnskey } }) {
		if (ds.failed !== null) return notChecked(ds.failed.what);
		const unproved = unprovedDs(ds);
		if (unproved !== null) return notChecked(unproved);
		const keys = keysOf(dnskey);
		if (!isAbsent(ds) || dsOf(ds).length > 0 || keys.length === 0) return fine;
		return { cases: [{ evidence: `${keys.length} keys and no DS record` }] };
	},
};
