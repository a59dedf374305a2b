import { anchorText, type ZoneFiles } from './build';
import type { Ds } from './ds';
import type { Name } from '../../../core/dns/wire/name';

/** NSD, on one address, with the zones it is to know: one that knew parent and child would never refer to the child. */
export const nsdText = (folder: string, address: string, port: number, zones: ZoneFiles): string =>
	`server:
  ip-address: ${address}@${port}
  username: ""
  database: ""
  zonesdir: "${folder}"
  pidfile: ""
  xfrdfile: ""
  zonelistfile: "${folder}/zones.list"
  xfrdir: "${folder}"
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
${[...zones].map(([name, file]) => `zone:\n  name: "${name}"\n  zonefile: "${file}"\n  provide-xfr: 127.0.0.0/8 NOKEY\n`).join('')}`;

/** BIND as a validating resolver, which asks from loopback only. Its `port` is the one at which it asks other servers, too. */
export const namedText = (folder: string, port: number, serversPort: number, anchor: Ds): string =>
	`options {
  directory "${folder}";
  pid-file none;
  session-keyfile none;
  managed-keys-directory "${folder}";
  port ${serversPort};
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  query-source address 127.0.0.1;
  recursion yes;
  allow-query { 127.0.0.0/8; };
  dnssec-validation yes;
  empty-zones-enable no;
  qname-minimization relaxed;
  max-cache-size 32M;
};
controls { };
zone "." { type hint; file "${folder}/hints"; };
trust-anchors { "." static-ds ${anchor.keyTag} ${anchor.algorithm} ${anchor.digestType} "${anchor.digest}"; };
`;

/**
 * Unbound as a validating resolver. It follows delegations to port 53 only, so it is told of each zone's server, the root's
 * included; what it validates, and the DS it asks for, stay the same.
 */
export const unboundText = (
	folder: string,
	port: number,
	serversPort: number,
	anchor: Ds,
	zones: ReadonlyMap<Name, string>,
): string =>
	`server:
  interface: 127.0.0.1@${port}
  outgoing-interface: 127.0.0.1
  do-not-query-localhost: no
  access-control: 127.0.0.0/8 allow
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  trust-anchor: "${anchorText(anchor)}"
  val-log-level: 2
  ede: yes
  module-config: "validator iterator"
  do-ip6: no
  num-threads: 1
remote-control:
  control-enable: no
${[...zones]
	.map(([name, address]) => `stub-zone:\n  name: "${name}"\n  stub-addr: ${address}@${serversPort}\n`)
	.join('')}`;

/** BIND as the server of one zone, which it hands to anybody on loopback. */
export const namedPrimaryText = (folder: string, port: number, zone: Name, file: string): string =>
	`options {
  directory "${folder}";
  pid-file none;
  session-keyfile none;
  managed-keys-directory "${folder}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no;
  dnssec-validation no;
  notify no;
  allow-query { 127.0.0.0/8; };
  allow-transfer { 127.0.0.0/8; };
};
controls { };
zone "${zone}" { type primary; file "${file}"; };
`;
