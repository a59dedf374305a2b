import { checkOptions } from '../../../../core/dns/check-options';

test('what is typed as a list is a list; without companies nobody is expected', () => {
	expect(checkOptions({ selectors: ' s1 ,, s2', issuers: 'a.example, Example CA ,' })).toMatchObject({
		mail: { selectors: ['s1', 's2'] },
		approved: { issuers: ['a.example', 'Example CA'], names: null },
	});
	for (const issuers of ['', ' , '])
		expect(checkOptions({ issuers })).toEqual({ ...checkOptions({}), mail: { selectors: [] } });
	expect(checkOptions({})).not.toHaveProperty('approved');
});
