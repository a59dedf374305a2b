import type { Check } from '../finding';
import { ofLooked } from './of-looked';
import { keysOf } from '../gather/dnssec';

/** Not to be signed with any more. Source: RFC 9904, table of DNSKEY algorithms; RFC 9905 for those with SHA-1. */
const WEAK: Readonly<Record<number, string>> = {
	1: 'RSA/MD5',
	3: 'DSA/SHA-1',
	5: 'RSA/SHA-1',
	6: 'DSA-NSEC3-SHA1',
	7: 'RSASHA1-NSEC3-SHA1',
	12: 'GOST R 34.10-2001',
};

export const dnssecWeakAlgorithm: Check = {
	severity: 'medium',
	title: 'The domain is signed with an algorithm that is given up',
	basis: 'RFC 9904; RFC 9905',
	remedy: 'Ask your DNS host to change to ECDSA P-256 (algorithm 13).',
	judge: ({ dnssec: { dnskey } }) =>
		ofLooked([dnskey], () => ({
			cases: [...new Set(keysOf(dnskey).map(({ algorithm }) => algorithm))].flatMap((algorithm) =>
				Object.hasOwn(WEAK, algorithm) ? [{ evidence: `Algorithm ${algorithm}, ${WEAK[algorithm]}` }] : [],
			),
		})),
};
