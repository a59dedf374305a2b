import { gatherMail } from '../../../../../core/dns/mail/gather';
import { limited, remembering } from '../../../../../core/dns/mail/limited';
import { TYPE } from '../../../../../core/dns/wire/types';
import { fakeHost } from '../../../../fakes/host';
import { type Zone, zoneLookups } from '../../../../fakes/dns/zone';

const zone: Zone = {
	'example.test.': {
		TXT: ['v=spf1 mx include:_spf.mail.test ~all'],
		MX: [
			[1, 'mx1.mail.test.'],
			[2, 'mx2.mail.test.'],
		],
	},
	'mx1.mail.test.': { A: ['192.0.2.11'] },
	'mx2.mail.test.': { A: ['192.0.2.12'] },
	'_spf.mail.test.': { TXT: ['v=spf1 ip4:198.51.100.0/24 -all'] },
	'_dmarc.example.test.': { TXT: ['v=DMARC1; p=reject; rua=mailto:a@example.test'] },
};

const free = () => Promise.reject(new Error('nothing is missing'));

describe('looking at the mail of a domain', () => {
	it('asks for each thing once, and nothing else', async () => {
		const lookups = zoneLookups(zone);
		const host = fakeHost();
		await gatherMail('example.test.', lookups, { host, free });
		expect([...lookups.asked].sort()).toEqual(
			[
				'example.test. MX',
				'example.test. TXT',
				'mx1.mail.test. A',
				'mx2.mail.test. A',
				'_spf.mail.test. TXT',
				'_dmarc.example.test. TXT',
				'_dmarc.test. TXT',
				'_mta-sts.example.test. TXT',
				'google._domainkey.example.test. TXT',
				'selector1._domainkey.example.test. TXT',
				'default._domainkey.example.test. TXT',
			].sort(),
		);
		expect(host.sent).toEqual([]);
	});

	it('throws nothing when nobody answers anything', async () => {
		const silent = zoneLookups({}, { failing: [] });
		const dead = {
			look: async (name: string, type: number) => ({
				...(await silent.look(name, type)),
				failed: { kind: 'no answer' as const, what: 'nobody answers' },
			}),
		};
		const mail = await gatherMail('example.test.', dead, { host: fakeHost(), free });
		expect(mail.mx).toEqual({ notSeen: 'MX of example.test: nobody answers' });
		expect(mail.spf.stranger).toEqual({ notSeen: 'TXT of example.test: nobody answers' });
		expect(mail.dmarc.applied).toEqual({ notSeen: 'TXT of _dmarc.example.test: nobody answers' });
		expect(mail.mtaSts.policy).toEqual({ notSeen: 'TXT of _mta-sts.example.test: nobody answers' });
	});
});

describe('a limit of questions', () => {
	it('counts neither what was asked before nor what is asked again', async () => {
		const lookups = zoneLookups(zone);
		const known = remembering(lookups);
		await known.look('example.test.', TYPE.TXT);
		const two = limited(known, 2);
		for (const name of ['example.test.', 'a.test.', 'a.test.', 'b.test.', 'c.test.'])
			await two.look(name, TYPE.TXT);
		expect(lookups.asked).toEqual(['example.test. TXT', 'a.test. TXT', 'b.test. TXT']);
		expect((await two.look('c.test.', TYPE.TXT)).failed).toEqual({
			kind: 'over budget',
			what: 'not asked, as the limit of 2 questions was reached',
		});
		expect((await two.look('b.test.', TYPE.TXT)).failed).toBeNull();
	});
});
