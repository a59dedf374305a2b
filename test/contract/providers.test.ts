import { providers } from '../../core/providers';
import { providerFaults } from './provider-faults';
import { fakeSharedAccount, sharedAccount } from '../fakes/providers/shared-account';
import { fakeWithoutNames, withoutNames } from '../fakes/providers/without-names';
import { subjectOf, subjects } from './provider-subjects';
import { providerSuite } from './provider-suite';

/** No provider in the registry is like them; the next one may be, and the suites must ask it for no more than it promises. */
const others = [
	['one without names and ends', () => subjectOf(withoutNames, fakeWithoutNames)],
	['one whose account is shared', () => subjectOf(sharedAccount, fakeSharedAccount)],
] as const;

for (const [id, begin] of [...subjects, ...others]) {
	providerSuite(`${id}, before its fake`, begin);
	providerFaults(id, begin);
}

it('the registry knows each driver by its own id', () => {
	for (const [id, driver] of Object.entries(providers)) expect(driver.id).toBe(id);
});
