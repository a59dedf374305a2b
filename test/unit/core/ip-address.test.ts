import { isWithin, parseAddress, parseIp6, reverseName, showAddress } from '../../../core/ip-address';

describe('addresses', () => {
	it.each([
		['192.0.2.1', '192.0.2.1'],
		['::ffff:192.0.2.1', '192.0.2.1'],
		['::', '::'],
		['::1', '::1'],
		['1::', '1::'],
		['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
		['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
		['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
		['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
	])('%s is %s', (text, shown) => {
		const address = parseAddress(text);
		expect(address && showAddress(address)).toBe(shown);
	});

	it.each([
		'',
		'1.2.3',
		'1.2.3.256',
		'01.2.3.4',
		'1.2.3.4.',
		'1::2::3',
		':1::2',
		'12345::',
		'1:2:3:4:5:6:7:8:9',
		'1:2:3:4:5:6:7:8::',
		'::1.2.3',
		'1.2.3.4::',
		'g::',
		'::1%eth0',
	])('%s is none', (text) => expect(parseAddress(text)).toBeNull());

	it('keeps the wrapping of a network that is written as IPv6', () => {
		expect(parseIp6('::ffff:192.0.2.1')).toHaveLength(16);
	});

	it.each([
		['192.0.2.255', '192.0.2.0', 24, true],
		['192.0.3.0', '192.0.2.0', 24, false],
		['192.0.3.255', '192.0.2.0', 23, true],
		['192.0.2.1', '192.0.2.0', 32, false],
		['203.0.113.9', '192.0.2.0', 0, true],
		['2001:db8:8000::1', '2001:db8::', 32, true],
		['2001:db8:8000::1', '2001:db8::', 33, false],
		['2001:db8::1', '192.0.2.0', 0, false],
	])('%s is within %s/%d: %s', (address, network, bits, within) => {
		expect(isWithin(parseAddress(address)!, parseAddress(network)!, bits)).toBe(within);
	});

	it('knows the name that names are asked under', () => {
		expect(reverseName(parseAddress('192.0.2.1')!)).toBe('1.2.0.192.in-addr.arpa');
		expect(reverseName(parseAddress('2001:db8::1')!)).toBe(`1.${'0.'.repeat(23)}8.B.D.0.1.0.0.2.ip6.arpa`);
	});
});
