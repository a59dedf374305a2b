import type { ZoneId } from './zones';

/** Why not all tools say the same of a zone. Where they do, nothing has to be said. */
export const explanations: Readonly<Partial<Record<ZoneId, string>>> = {
	'good-rsa512':
		'The verdict is the same; both checkers advise against the algorithm (RFC 8624), which is no fault of the chain.',
	rsasha1:
		'BIND and unbound still verify RSA with SHA-1, so visitors get through; both checkers advise against it (RFC 9905), and so does a finding of ours.',
	'ds-sha1only':
		'BIND and unbound still take a DS with SHA-1 when there is no other; both checkers advise against it (RFC 9905), and so does a finding of ours.',
	island:
		'Without a DS the signatures are not looked at. Zonemaster says that the DS is missing; DNSViz draws it and has no complaint.',
	revoked:
		'BIND and unbound take the REVOKE bit (RFC 5011) to be about trust anchors, and a key set that such a key signs is good when a DS names it; DNSViz refuses the DS. We say what a visitor gets.',
	'unknown-alg':
		'A DS of an unknown algorithm counts as none (RFC 4035, section 5.2). DNSViz misses signatures of that algorithm; Zonemaster is silent.',
	lame: 'BIND gives up with SERVFAIL, unbound goes on trying for longer than anybody waits. Nothing that was seen is wrong, so we call it indeterminate, which is never good.',
	'ds-standby':
		'A second DS whose key is not published yet is the usual way to change keys (RFC 6781, section 4.1.2). Zonemaster warns all the same: a false alarm.',
	'roll-incomplete':
		'RFC 6840, section 5.11, lets a validator be content with one algorithm, and BIND and unbound are; the zone itself breaks RFC 4035, section 2.2. DNSViz says so, Zonemaster cannot tell it from a standby key.',
	'nsec3-iter500':
		'The address itself is validated; whatever needs an NSEC3 record is not, because more than 150 iterations are not worth the work (RFC 9276). Zonemaster warns, DNSViz 0.9 is older than that.',
	'missing-nsec3':
		'The address itself is validated; whatever has to be denied is bogus (second table). Both checkers see it.',
	'missing-rrsig': 'Zonemaster looks at the signatures of SOA, DNSKEY and NSEC only.',
	'bad-sig': 'Zonemaster looks at the signatures of SOA, DNSKEY and NSEC only.',
};
