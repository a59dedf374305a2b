import { htmlReport } from '../../../../../core/dns/report/html';
import { markdownReport } from '../../../../../core/dns/report/markdown';
import { reportOf } from '../../../../fakes/dns/hostile';

test('what was not checked stands in both, with the reason', () => {
	const report = {
		...reportOf('text'),
		notChecked: [{ id: 'REG-08', title: 'Another', blind: true, why: 'nobody answered' }],
	};
	expect(htmlReport(report)).toMatch(/Not checked[^]*REG-08 Another[^]*nobody answered/);
	expect(markdownReport(report)).toMatch(/Not checked[^]*REG-08 Another: nobody answered/);
});
