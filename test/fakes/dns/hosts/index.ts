import type { dnsHosts } from '../../../../core/dns/hosts';
import { fakeCloudflare } from './cloudflare';
import { fakeDesec } from './desec';
import type { OpenFakeHost } from './fake';
import { fakePowerDns } from './powerdns';

/** The fake of each DNS host. A host without one does not compile. */
export const fakeHosts: { readonly [Id in keyof typeof dnsHosts]: OpenFakeHost } = {
	cloudflare: fakeCloudflare,
	desec: fakeDesec,
	powerdns: fakePowerDns,
};
