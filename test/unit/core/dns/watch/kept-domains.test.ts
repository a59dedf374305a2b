import { keptDomains } from '../../../../../core/dns/watch/kept-domains';
import type { Context } from '../../../../../core/operations/context';

const keeping = (list: () => Promise<string[]>) => ({ vault: { zones: { list } } }) as unknown as Context;

test('the domains that something is kept of, and nothing else that stands there', async () => {
	const names = ['shop.example.org/', 'portfolios/', 'example.com/', 'a-file.example', 'xn--abc-.example/'];
	expect(await keptDomains(keeping(() => Promise.resolve(names)))).toEqual([
		'example.com.',
		'shop.example.org.',
	]);
});

test('a vault that does not answer is told', async () => {
	await expect(keptDomains(keeping(() => Promise.reject(new Error('silence'))))).rejects.toThrow('silence');
});
