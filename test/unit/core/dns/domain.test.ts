import { parseDomain } from '../../../../core/dns/domain';

describe('what people type as a domain', () => {
	test.each([
		['example.com', 'example.com.'],
		['  Example.COM. ', 'example.com.'],
		['bücher.example', 'xn--bcher-kva.example.'],
		['BÜCHER．example', 'xn--bcher-kva.example.'],
		['_dmarc.example.com', '_dmarc.example.com.'],
		['почта.example', 'xn--80a1acny.example.'],
		['αβγ.example', 'xn--mxacd.example.'],
		['lineスタンプ.example', 'xn--line-yn4ckbymxi.example.'],
		['xn--ypal-43d9g.com', 'xn--ypal-43d9g.com.'],
		['XN--Strae-OQA.example', 'xn--strae-oqa.example.'],
		['_dmarc.xn--bcher-kva.example', '_dmarc.xn--bcher-kva.example.'],
		['xn--i-7iq.example', 'xn--i-7iq.example.'],
		['1a.xn--wgbl6a', '1a.xn--wgbl6a.'],
		['1-2_3.123.example.com', '1-2_3.123.example.com.'],
		['0x7f.example', '0x7f.example.'],
		[`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example.`],
	])('%s is read as %s', (typed, name) => {
		expect(parseDomain(typed)).toBe(name);
	});

	test.each([
		['', 'it is empty', 'example.com'],
		['   ', 'it is empty', 'example.com'],
		['com', '“com” is an ending', 'example.com'],
		['.', 'is an ending', 'example.com'],
		['https://shop.example.org/path?x=1#y', 'it is a web address', 'shop.example.org'],
		['https://user:word@shop.example.org', 'it is a web address', 'shop.example.org'],
		['shop.example.org/path', 'it is a web address', 'shop.example.org'],
		['ann@example.org', 'it is a mail address', 'example.org'],
		['192.0.2.1', 'it is an IP address', 'example.com'],
		['127.1', 'it is an IP address', 'example.com'],
		['127.1.', 'it is an IP address', 'example.com'],
		['0x7f.0.0.1', 'it is an IP address', 'example.com'],
		['0x7f.1', 'it is an IP address', 'example.com'],
		['192.0.0X1', 'it is an IP address', 'example.com'],
		['2130706433', 'it is an IP address', 'example.com'],
		['1.2.3', 'it is an IP address', 'example.com'],
		['shop.1', 'it is an IP address, or ends as only one does', 'example.com'],
		['::1', 'it is an IP address', 'example.com'],
		['[2001:db8::1]', 'it is an IP address', 'example.com'],
		['example.com:443', 'it holds characters that no domain has', 'example.com'],
		['exam ple.com', 'it holds characters that no domain has', 'example.com'],
		['example.com, example.org', 'it holds characters that no domain has', 'example.com'],
		['a\u0000b.example', 'it holds characters that no domain has', 'example.com'],
		['<script>.com', 'it holds characters that no domain has: letters, digits, - and _', 'example.com'],
		['%65xample.com', 'it holds characters that no domain has', 'example.com'],
		['exam*ple.com', 'it holds characters that no domain has', 'example.com'],
		['"example".com', 'it holds characters that no domain has', 'example.com'],
		['*.example.com', 'it stands for many names', 'example.com'],
		['раypal.com', 'it mixes letters of several alphabets that look alike', 'example.com'],
		['shop.gοogle.example', 'it mixes letters of several alphabets', 'example.com'],
		['xn--.example', 'begins with xn--, which stands for letters', 'example.com'],
		['xn--abc-.example', 'begins with xn--, which stands for letters', 'example.com'],
		['shop.XN--99999999.example', 'begins with xn--, which stands for letters', 'example.com'],
		['example.xn--bcher-kvb', 'begins with xn--, which stands for letters', 'example.com'],
		['xn--bücher.example', 'begins with xn--, which stands for letters', 'example.com'],
		['xn--99999999。ü.example', 'begins with xn--, which stands for letters', 'example.com'],
		['https://xn--99999999.example/', 'it is a web address', 'example.com'],
		['a..example', 'a label is empty', 'example.com'],
		['.example.com', 'a label is empty', 'example.com'],
		[`${'a'.repeat(64)}.example`, 'a label is too long', 'example.com'],
		[`${'abcdefg.'.repeat(31)}example`, 'a name is too long', 'example.com'],
		['x'.repeat(10_000), 'it is longer than a domain name can be', 'example.com'],
		['🦊', 'is an ending', 'example.com'],
		['١٢٧.٠.٠.١', 'it is not a domain name', 'example.com'],
	])('%j is refused: %s', (typed, problem, suggestion) => {
		let error: unknown;
		try {
			parseDomain(typed);
		} catch (caught) {
			error = caught;
		}
		expect(error).toMatchObject({
			code: 'BAD_INPUT',
			message: expect.stringContaining(problem),
			next: expect.stringContaining(suggestion),
		});
	});
});
