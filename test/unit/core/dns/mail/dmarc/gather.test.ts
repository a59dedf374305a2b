import { gatherDmarc } from '../../../../../../core/dns/mail/dmarc/gather';
import { type Zone, zoneLookups } from '../../../../../fakes/dns/zone';

const records = (at: Readonly<Record<string, string>>): Zone =>
	Object.fromEntries(Object.entries(at).map(([name, text]) => [`_dmarc.${name}.`, { TXT: [text] }]));

async function applied(domain: string, at: Readonly<Record<string, string>>) {
	const dmarc = await gatherDmarc(domain, zoneLookups(records(at)));
	if ('notSeen' in dmarc.applied) throw new Error(dmarc.applied.notSeen);
	return dmarc.applied.seen === null ? null : [dmarc.applied.seen.at, dmarc.applied.seen.policy];
}

describe('the walk up the tree', () => {
	it('asks eight names at most, of a long name the shortest', async () => {
		const lookups = zoneLookups({});
		await gatherDmarc('a.b.c.d.e.f.g.h.i.mail.example.com.', lookups);
		expect(lookups.asked).toEqual(
			[
				'a.b.c.d.e.f.g.h.i.mail.example.com',
				'f.g.h.i.mail.example.com',
				'g.h.i.mail.example.com',
				'h.i.mail.example.com',
				'i.mail.example.com',
				'mail.example.com',
				'example.com',
				'com',
			].map((name) => `_dmarc.${name}. TXT`),
		);
	});

	it.each<[string, Readonly<Record<string, string>>, readonly [string, string | null] | null]>([
		['nothing', {}, null],
		[
			'its own',
			{ 'a.example.com': 'v=DMARC1; p=reject', 'example.com': 'v=DMARC1; p=none' },
			['a.example.com.', 'reject'],
		],
		[
			'the subdomain policy of the one above',
			{ 'example.com': 'v=DMARC1; p=reject; sp=quarantine' },
			['example.com.', 'quarantine'],
		],
		[
			'the policy above without sp',
			{ 'example.com': 'v=DMARC1; p=reject; np=none' },
			['example.com.', 'reject'],
		],
		[
			'the one above, not the ending',
			{ 'example.com': 'v=DMARC1; p=none', com: 'v=DMARC1; p=reject; psd=y' },
			['example.com.', 'none'],
		],
		['the ending', { com: 'v=DMARC1; p=none; sp=reject; psd=y' }, ['com.', 'reject']],
		[
			'an organisation that says so',
			{ 'example.com': 'v=DMARC1; p=none; psd=n', com: 'v=DMARC1; p=reject' },
			['example.com.', 'none'],
		],
	])('finds %s', async (_what, at, expected) => {
		expect(await applied('a.example.com.', at)).toEqual(expected);
	});

	it('takes the topmost of several, which is the organisation', async () => {
		const at = { 'b.example.com': 'v=DMARC1; p=none', 'example.com': 'v=DMARC1; p=reject' };
		expect(await applied('a.b.example.com.', at)).toEqual(['example.com.', 'reject']);
	});

	it('throws away two records and goes on', async () => {
		const zone = {
			'_dmarc.a.example.com.': { TXT: ['v=DMARC1; p=none', 'v=DMARC1; p=none'] },
			...records({ 'example.com': 'v=DMARC1; p=reject' }),
		};
		const { applied: found } = await gatherDmarc('a.example.com.', zoneLookups(zone));
		expect(found).toMatchObject({ seen: { at: 'example.com.', policy: 'reject' } });
	});

	it('ends at an organisation that says so: what is above is not waited for', async () => {
		const zone = records({ 'example.com': 'v=DMARC1; p=reject; psd=n' });
		const { applied: found } = await gatherDmarc(
			'a.example.com.',
			zoneLookups(zone, { failing: ['_dmarc.com.'] }),
		);
		expect(found).toMatchObject({ seen: { at: 'example.com.', policy: 'reject' } });
		const without = records({ 'example.com': 'v=DMARC1; p=reject' });
		const control = await gatherDmarc('a.example.com.', zoneLookups(without, { failing: ['_dmarc.com.'] }));
		expect(control.applied).toHaveProperty('notSeen');
	});

	it('is not sure of a record above a name that nobody could look up', async () => {
		const zone = records({ 'b.example.com': 'v=DMARC1; p=none', 'example.com': 'v=DMARC1; p=reject' });
		const blind = zoneLookups(zone, { failing: ['_dmarc.example.com.'] });
		const dmarc = await gatherDmarc('a.b.example.com.', blind);
		expect(dmarc.applied).toEqual({ notSeen: 'TXT of _dmarc.example.com: nobody answers' });
	});

	it('does not call an address foreign when it could not see whose it is', async () => {
		const zone = records({ 'a.example.com': 'v=DMARC1; p=reject; rua=mailto:x@example.com' });
		const blind = zoneLookups(zone, { failing: ['_dmarc.example.com.'] });
		const dmarc = await gatherDmarc('a.example.com.', blind);
		expect(dmarc.applied).toMatchObject({
			seen: { destinations: [{ agrees: { notSeen: 'TXT of _dmarc.example.com: nobody answers' } }] },
		});
	});
});
