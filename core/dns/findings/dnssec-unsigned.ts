import { type Check, fine, notChecked } from '../finding';
import { dsOf } from '../gather/dnssec';
import { isAbsent } from '../lookup';
import { unprovedDs } from './unproved-ds';

export const dnssecUnsigned: Check = {
	severity: 'medium',
	title: 'The domain is not protected by DNSSEC',
	basis: 'RFC 4033, section 3',
	remedy:
		'Turn on DNSSEC at your DNS host, then copy the DS record that it shows to your registrar. Where both are one company it is one switch.',
	judge({ dnssec: { ds, dnskey } }) {
		if (ds.failed !== null) return notChecked(ds.failed.what);
		const { security, link } = dnskey.verdict;
		// A DS record that nobody can use protects as little as none (RFC 4035, section 5.2).
		if (security === 'insecure' && link?.reason === 'algorithm not supported') {
			const kinds = dsOf(ds).map((each) => `algorithm ${each.algorithm} with digest type ${each.digestType}`);
			const evidence = [link.what, ...new Set(kinds)].join(': ');
			return { cases: [{ evidence: `Signed, and ${evidence}`, remedy: OTHER_ALGORITHM }] };
		}
		const unproved = unprovedDs(ds);
		if (unproved !== null) return notChecked(unproved);
		if (!isAbsent(ds) || dnskey.records.length > 0) return fine;
		return { cases: [{ evidence: 'The ending’s servers prove that there is no DS record for the domain.' }] };
	},
};

const OTHER_ALGORITHM =
	'Ask your DNS host to sign with ECDSA P-256 (algorithm 13), then copy the DS record with SHA-256 (digest type 2) that it shows to your registrar.';
