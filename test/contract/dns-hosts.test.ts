import { dnsHosts } from '../../core/dns/hosts';
import { dnsHostSuite } from './dns-host-suite';

for (const [id, driver] of Object.entries(dnsHosts)) dnsHostSuite(`${id}, before its fake`, driver);

it('the registry knows each driver by its own id', () => {
	for (const [id, driver] of Object.entries(dnsHosts)) expect(driver.id).toBe(id);
});
