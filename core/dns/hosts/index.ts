import { cloudflare } from './cloudflare';
import { desec } from './desec';
import { powerdns } from './powerdns';

/** Every DNS host that zones are backed up from. Adding one: its file, its line here, its fake in test/fakes/dns/hosts. */
export const dnsHosts = { cloudflare, desec, powerdns } as const;
