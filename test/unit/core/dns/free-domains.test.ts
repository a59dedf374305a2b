import { checked, kept, worldWith } from '../../../fakes/dns/whole-check';

const world = (spf: string, ...more: readonly string[]) => worldWith({ records: kept(spf, more) });
const NONE = 'v=spf1 -all';

test.each([
	['MX-02', world(NONE, 'example.tld. MX 20 mx.gone.tld.')],
	['SPF-05', world('v=spf1 include:spf.gone.tld -all')],
	['SPF-05', world('v=spf1 a:host.gone.tld -all')],
])('%s: mail that relies on a domain that anybody can register is critical', async (id, there) => {
	const { found, opened } = await checked(there);
	expect(found).toContain(`${id} critical`);
	expect(opened).toContain('https://rdap.tld.example/domain/gone.tld');
});

test.each([
	['MX-02 high', world(NONE, 'example.tld. MX 20 mx.gone.tld.')],
	['SPF-05 high', world('v=spf1 include:spf.gone.tld -all')],
])('%s: where somebody has the domain, it is not', async (told, there) => {
	const { found } = await checked(there, { registered: ['gone.tld'] });
	expect(found).toContain(told);
});

test('a name below a domain that lives, of which its registry knows nothing, is nobody’s to take', async () => {
	const there = worldWith(
		{
			records: kept(NONE, ['app.example.tld. CNAME old.dept.gov.tld.', 'example.tld. NS ns9.dept.gov.tld.']),
		},
		{ name: 'gov.tld.', records: ['dept.gov.tld. A 198.51.100.30'] },
	);
	const servers = ['ns.example.tld', 'ns2.example.tld', 'ns9.dept.gov.tld'];
	const { found } = await checked(there, { certified: ['app.example.tld'], servers });
	expect(found.filter((each) => each.startsWith('DANG-01'))).toEqual([]);
	expect(found).toContain('DEL-04 high');
});

test('what was found free is handed on for a later look, and what somebody has is not', async () => {
	const there = world(NONE, 'example.tld. MX 20 mx.gone.tld.', 'example.tld. MX 30 mx.taken.tld.');
	const { free } = await checked(there, { registered: ['taken.tld'] });
	expect([...free]).toEqual(['gone.tld.']);
});

test('a registry is asked once about a domain, also when many things lead there', async () => {
	const leading = [
		'example.tld. MX 20 mx1.gone.tld.',
		'example.tld. NS ns1.gone.tld.',
		'app.example.tld. CNAME x.gone.tld.',
	];
	const there = world('v=spf1 include:a.gone.tld include:b.gone.tld -all', ...leading);
	const { opened, found } = await checked(there, { certified: ['app.example.tld'] });
	expect(found).toEqual(expect.arrayContaining(['MX-02 critical', 'SPF-05 critical', 'DANG-01 high']));
	const asked = opened.filter((url) => url.startsWith('https://rdap.tld.example/'));
	expect([...asked].sort()).toEqual([
		'https://rdap.tld.example/domain/example.tld',
		'https://rdap.tld.example/domain/gone.tld',
	]);
});
