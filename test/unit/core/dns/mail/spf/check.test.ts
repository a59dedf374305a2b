import { checkHost } from '../../../../../../core/dns/mail/spf/check';
import { zoneLookups } from '../../../../../fakes/dns/zone';

const question = { ip: '192.0.2.1', domain: 'example.test', sender: 'a@example.test', helo: 'mx.test' };
const check = (record: string, more: Partial<typeof question> & { now?: number; receiver?: string } = {}) =>
	checkHost(
		{ ...question, ...more },
		zoneLookups({
			'example.test.': { TXT: [record] },
			'why.test.': { TXT: ['%{r} refused %{s} at %{t}'] },
		}),
	);

describe('asking whether somebody may send', () => {
	it('explains a refusal, in the words of the domain', async () => {
		const answer = await check('v=spf1 -all exp=why.test', {
			receiver: 'mx.here.test',
			now: 1_893_456_000_999,
		});
		expect(answer).toMatchObject({
			result: 'fail',
			because: '-all',
			explanation: 'mx.here.test refused a@example.test at 1893456000',
		});
	});

	it.each(['~all', '?all', '+all'])('explains nothing else: %s', async (all) => {
		expect(await check(`v=spf1 ${all} exp=why.test`)).toHaveProperty('explanation', null);
	});

	it('says which term decided and how much was asked', async () => {
		expect(await check('v=spf1 a:gone.test ip4:192.0.2.0/24 -all')).toEqual({
			result: 'pass',
			explanation: null,
			because: 'ip4:192.0.2.0/24',
			lookups: 1,
			voids: 1,
			voidsBySender: 0,
		});
	});

	it('says what is wrong with the record', async () => {
		expect(await check('v=spf1 a:1.2.3.4 -all')).toMatchObject({
			result: 'permerror',
			because: '“a:1.2.3.4” does not end in a domain’s name',
		});
	});

	it('takes a sender that is no ASCII for its bytes', async () => {
		expect(await check('v=spf1 exists:%{L}.test -all', { sender: 'é@example.test' })).toHaveProperty(
			'result',
			'fail',
		);
	});

	it('refuses what is no address', async () => {
		await expect(check('v=spf1 -all', { ip: '300.1.1.1' })).rejects.toThrow('300.1.1.1 is no IP address');
	});
});
