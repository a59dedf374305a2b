import { bytesOf, latin1 } from '../../../../../core/dns/wire/bytes';
import { parseZoneFile } from '../../../../../core/dns/zone-file/read';
import { zoneText } from '../../../../../core/dns/zone-file/write';

const ZONE = 'example.org.';
const lines = (text: string) => zoneText(parseZoneFile(ZONE, text).records).trimEnd().split('\n');
const only = (text: string) => lines(`$TTL 300\n${text}`);

describe('what hosts write', () => {
	it('directives, relative names, parentheses, comments, and what is left out', () => {
		const text = `; Zonefile for example.org\r
$ORIGIN example.org.
$TTL 1h
@	IN	SOA	ns1 host.example.org. ( 2022082602 ; serial
			1d	3600
			2419200 3600 ) ; end
	NS	ns1
	IN NS	ns2.example.net.
www 600 IN A 192.0.2.1
    A 192.0.2.2
$ORIGIN sub
@ IN 60 TXT "one" two ; three
a.b TXT ( "x"
  "y" )
`;
		expect(lines(text)).toEqual([
			'example.org. 3600 IN SOA ns1.example.org. host.example.org. 2022082602 86400 3600 2419200 3600',
			'example.org. 3600 IN NS ns1.example.org.',
			'example.org. 3600 IN NS ns2.example.net.',
			'sub.example.org. 60 IN TXT "one" "two"',
			'a.b.sub.example.org. 3600 IN TXT "x" "y"',
			'www.example.org. 600 IN A 192.0.2.1',
			'www.example.org. 3600 IN A 192.0.2.2',
		]);
	});

	it('Cloudflare’s export: comments behind records, tags with quotes in them', () => {
		expect(
			lines(
				`;;\n;; Domain:     example.org.\n;;\n;; A Records\na.example.org.\t1\tIN\tA\t192.0.2.1 ; note "with cf_tags=tag:"a\\"b",cf-proxied:true\n`,
			),
		).toEqual(['a.example.org. 1 IN A 192.0.2.1']);
	});

	it.each([
		['TXT "a;b" c\\;d', '"a;b" "c;d"'],
		['TXT "(" \\)', '"(" ")"'],
		['TXT "\\"\\\\" \\065\\000', '"\\"\\\\" "A\\000"'],
		['TXT ""', '""'],
		['TXT x"y"z', '"x" "y" "z"'],
		['AAAA 2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
		['AAAA ::ffff:192.0.2.1', '::ffff:c000:201'],
		['MX 10 MAIL', '10 mail.example.org.'],
		['CAA 128 issue "letsencrypt.org; x=y"', '128 issue "letsencrypt.org; x=y"'],
		['CAA 0 iodef mailto:a@example.org', '0 iodef "mailto:a@example.org"'],
		['HTTPS 1 . alpn="h2,h3" port=443 ech="AEX+DQ=="', '1 . alpn=h2,h3 port=443 ech=AEX+DQ=='],
		[
			'SVCB 1 svc key667="hello\\210" mandatory=alpn alpn=h2',
			'1 svc.example.org. mandatory=alpn alpn=h2 key667="hello\\210"',
		],
		[
			'LOC 52 22 23 N 4 53 32 E -2m 0m 10000m 10m',
			'52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000.00m 10.00m',
		],
		['LOC 42 N 71 W 24', '42 0 0.000 N 71 0 0.000 W 24.00m 1.00m 10000.00m 10.00m'],
		['DS 1 13 2 ab CD', '1 13 2 ABCD'],
		['TLSA 3 1 1 ( 0011\n 2233 )', '3 1 1 00112233'],
		['A \\# 4 C0000201', '192.0.2.1'],
		['CERT PKIX 1 RSASHA256 AQID', '1 1 8 AQID'],
		['URI 10 1 "https://example.org/"', '10 1 "https://example.org/"'],
		['EUI48 00-00-5e-00-53-2a', '00-00-5e-00-53-2a'],
	])('%s', (written, read) => {
		expect(only(`n ${written}`)).toEqual([`n.example.org. 300 IN ${written.split(' ')[0]!} ${read}`]);
	});

	it('unknown types in the form of RFC 3597, which is how they are written', () => {
		expect(only('n TYPE62347 \\# 3 ( ab\n cdef )')).toEqual(['n.example.org. 300 IN TYPE62347 \\# 3 ABCDEF']);
		expect(only('n CLASS1 TYPE1 192.0.2.1')).toEqual(['n.example.org. 300 IN A 192.0.2.1']);
		expect(only('n TYPE62347 \\# 0')).toEqual(['n.example.org. 300 IN TYPE62347 \\# 0']);
	});

	it('names with what means something in a file', () => {
		expect(only('a\\.b\\;\\"\\(\\@\\$\\032 A 192.0.2.1')).toEqual([
			'a\\.b\\;\\"\\(\\@\\$\\032.example.org. 300 IN A 192.0.2.1',
		]);
		// An escaped dot at the end does not make a name absolute.
		expect(only('a\\. A 192.0.2.1')).toEqual(['a\\..example.org. 300 IN A 192.0.2.1']);
	});

	it('bytes beyond ASCII in a text, as bytes', () => {
		expect(only(`n TXT "${latin1(new TextEncoder().encode('é'))}"`)).toEqual([
			'n.example.org. 300 IN TXT "\\195\\169"',
		]);
	});

	it('types that only the host knows are given apart, not dropped', () => {
		const text =
			'$TTL 60\n@ ALIAS lb.example.net.\nl LUA A "ifportup(443, {\'192.0.2.1\'})"\na A 192.0.2.1\n';
		expect(parseZoneFile(ZONE, text, new Set(['ALIAS', 'LUA']))).toEqual({
			records: [expect.objectContaining({ name: 'a.example.org.' })],
			foreign: [
				{ name: ZONE, type: 'ALIAS', value: 'lb.example.net.' },
				{ name: 'l.example.org.', type: 'LUA', value: "A ifportup(443, {'192.0.2.1'})" },
			],
		});
	});
});

describe('what is refused, with the line', () => {
	it.each<[string, RegExp]>([
		['$INCLUDE /etc/passwd', /^line 2: \$INCLUDE is not allowed/],
		['$GENERATE 1-3 a$ A 192.0.2.$', /^line 2: \$GENERATE is not allowed/],
		['$ORIGIN', /^line 2: \$ORIGIN wants one value/],
		['a ALIAS b.example.net.', /^line 2: ALIAS, a record type that Keyturn does not know/],
		['a TYPE65400 1 2', /^line 2: records of type TYPE65400/],
		['a APL 1:192.0.2.0/24', /^line 2: APL, a record type/],
		['a TYPE99999 \\# 0', /^line 2: TYPE99999, a record type/],
		['a \u0001', /^line 2: a character that no zone file has/],
		['a TXT "open', /^line 2: a text in quotes does not end/],
		['a TXT ( "x"', /^line 2: a parenthesis is not closed/],
		['a TXT ( ( "x" ) )', /^line 2: a parenthesis within/],
		['a TXT ")" )', /^line 2: a parenthesis is closed/],
		['a TXT x="y"', /^line 2: a quote stands inside a word/],
		['a TXT \\256', /^line 2: an escape beyond 255/],
		['a TXT \\12', /^line 2: a backslash and a digit/],
		['a\\1 A 192.0.2.1', /^line 2: a backslash and a digit/],
		[`a TXT "${'x'.repeat(256)}"`, /^line 2: a text is longer/],
		['a TXT', /^line 2: the data end too early/],
		['a A 192.0.2.1 192.0.2.2', /^line 2: more data than/],
		['a A 192.0.2.300', /^line 2: an IP address is missing/],
		['a AAAA 1::2::3', /^line 2: an IP address is missing/],
		['a A \\# 5 C000020100', /^line 2: more data than/],
		['a A \\# 4 C00002', /^line 2: the data have another length/],
		['a MX mail', /^line 2: a number from 0 to 65535/],
		['a MX 65536 mail', /^line 2: a number from 0 to 65535/],
		['a CH A 192.0.2.1', /^line 2: a class other than IN/],
		['a 2147483648 A 192.0.2.1', /^line 2: a number from 0 to 2147483647/],
		['www.elsewhere.test. A 192.0.2.1', /^line 2: the name is outside the zone/],
		['badexample.org. A 192.0.2.1', /^line 2: the name is outside the zone/],
		['a..b A 192.0.2.1', /^line 2: a label is empty/],
		[`${'x'.repeat(64)} A 192.0.2.1`, /^line 2: a label is too long/],
		['a HTTPS 1 . alpn=h2 alpn=h3', /^line 2: a parameter stands twice/],
		['a HTTPS 1 . alpn="a\\\\,b"', /^line 2: a parameter has escapes/],
		['a HTTPS 1 . what=1', /^line 2: a parameter that Keyturn does not know/],
		['a LOC 91 N 0 E 0', /^line 2: a position is none/],
		['a LOC x N 0 E 0m', /^line 2: a position is none/],
		['a LOC 1 60 N 0 E 0m', /^line 2: a position is none/],
		['a LOC 1 0 60 N 0 E 0m', /^line 2: a position is none/],
		['a LOC 1 0 0 0 N 0 E 0m', /^line 2: a position is none/],
		['a HTTPS 1 . alpn=h2,,h3', /^line 2: a protocol has no name/],
		['a HTTPS 1 . key65535=1', /^line 2: a parameter that Keyturn does not know/],
		['a HTTPS 1 . key01=1', /^line 2: a parameter that Keyturn does not know/],
		['a HTTPS 1 . no-default-alpn=x', /^line 2: a parameter has a value that takes none/],
		['a', /^line 2: the record ends too early/],
		['"a" A 192.0.2.1', /^line 2: the record ends too early/],
	])('%s', (line, words) => {
		expect(() => parseZoneFile(ZONE, `$TTL 60\n${line}\n`)).toThrow(words);
	});

	it('a record without TTL or without name', () => {
		expect(() => parseZoneFile(ZONE, 'a A 192.0.2.1')).toThrow(/^line 1: a record without a time to live/);
		expect(() => parseZoneFile(ZONE, '$TTL 1\n A 192.0.2.1')).toThrow(/^line 2: a record without a name/);
	});

	it('repeats nothing of the file but a word in the form of a type', () => {
		for (const text of ['$TTL 1\na s3cret-Pass! x', '$TTL 1\n$s3cret! x', '$TTL 1\na MX s3cret-Pass!'])
			expect(() => parseZoneFile(ZONE, text)).toThrow(/^line 2: (?!.*s3cret)/);
	});

	it('files beyond every measure, quickly', () => {
		const began = performance.now();
		expect(() => parseZoneFile(ZONE, 'x'.repeat(8 * 1024 * 1024 + 1))).toThrow('larger than 8 MiB');
		expect(() => parseZoneFile(ZONE, `$TTL 1\n${'a A 192.0.2.1\n'.repeat(50_001)}`)).toThrow(
			'more than 50000',
		);
		for (const hostile of ['(', '\\', '"', ';', '"\\'.repeat(2), ' ', 'a ', '=" '])
			expect(() => parseZoneFile(ZONE, `$TTL 1\na TXT ${hostile.repeat(200_000)}\u0001`)).toThrow(/^line/);
		expect(performance.now() - began).toBeLessThan(20_000);
	});

	it('one character is one byte', () => {
		expect([...bytesOf(latin1(Uint8Array.of(0xc3, 0xa9)))]).toEqual([0xc3, 0xa9]);
		expect(() => parseZoneFile(ZONE, '$TTL 1\na TXT "\u2028"')).toThrow(/^line 2: a character beyond a byte/);
		expect(() => parseZoneFile(ZONE, '\u2028')).toThrow(/^line 1: a character beyond a byte/);
	});
});
