import { providers } from '../../core/providers';
import { providerFaults } from './provider-faults';
import { subjects } from './provider-subjects';
import { providerSuite } from './provider-suite';

for (const [id, begin] of subjects) {
	providerSuite(`${id}, before its fake`, begin);
	providerFaults(id, begin);
}

it('the registry knows each driver by its own id', () => {
	for (const [id, driver] of Object.entries(providers)) expect(driver.id).toBe(id);
});
