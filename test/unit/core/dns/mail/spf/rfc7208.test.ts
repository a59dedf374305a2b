import { checkHost } from '../../../../../../core/dns/mail/spf/check';
import { zoneLookups } from '../../../../../fakes/dns/zone';
import { suiteCases } from './suite';

const cases = suiteCases();
const given = cases === null ? describe.skip : describe;
if (cases === null) process.stdout.write('skipped: ../shared/data/dns/spf/rfc7208-tests.yml is not there\n');

given('the suite for RFC 7208', () => {
	it('is whole', () => expect(cases).toHaveLength(203));

	it.each(cases ?? [])('$name', async ({ zone, faults, test, results }) => {
		const { helo, host: ip, mailfrom } = test;
		const domain = mailfrom === '' ? helo : mailfrom.slice(mailfrom.lastIndexOf('@') + 1);
		const answer = await checkHost({ ip, domain, sender: mailfrom, helo }, zoneLookups(zone, faults));
		expect(results).toContain(answer.result);
		if (test.explanation !== undefined) expect(answer.explanation ?? 'DEFAULT').toBe(test.explanation);
	});
});
