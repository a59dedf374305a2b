import { auditSources } from '../../core/audit/sources';
import type { SourceDriver } from '../../core/audit/sources/source';
import { readSourceSuite, sentSourceSuite } from './audit-source-suite';

const drivers: ReadonlyArray<[string, SourceDriver]> = Object.entries(auditSources);

for (const [, driver] of drivers) {
	if (driver.way === 'read') readSourceSuite(driver);
	else sentSourceSuite(driver);
}

it('the registry knows each driver by its own id', () => {
	for (const [id, driver] of drivers) expect(driver.id).toBe(id);
});
