import { targets } from '../../core/targets';
import { targetSubjects } from './target-subjects';
import { targetSuite } from './target-suite';

for (const [id, begin] of targetSubjects) targetSuite(id, begin);

it('the registry knows each driver by its own id', () => {
	for (const [id, driver] of Object.entries(targets)) expect(driver.id).toBe(id);
	expect(targetSubjects.map(([id]) => id)).toEqual(Object.keys(targets));
});
