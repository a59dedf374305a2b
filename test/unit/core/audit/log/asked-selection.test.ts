import { askedSelection } from '../../../../../core/audit/log/asked-selection';

const asked = (from: unknown, to: unknown = '') => askedSelection({ from, to, kinds: [], subjects: '' });
const NOVEMBER = Date.UTC(2026, 10, 1);

it.each([
	['2026-11-01T00:00:00Z', NOVEMBER],
	['2026-11-01T01:00:00+01:00', NOVEMBER],
	['2026-11-01T00:00:00.000Z', NOVEMBER],
	[' 2026-11-01 ', NOVEMBER],
	[new Date(NOVEMBER), NOVEMBER],
	[{ valueOf: () => NOVEMBER }, NOVEMBER],
	[NOVEMBER, NOVEMBER],
	['2026-11-01 00:00', Date.parse('2026-11-01 00:00')],
	['', null],
	[null, null],
])('%j is a moment', (given, at) => {
	expect(asked(given).from).toBe(at);
});

it.each([
	'01.11.2026',
	'11/1/2026',
	'2026-02-31',
	'2026-13-01',
	'11',
	'yesterday',
	NOVEMBER / 1_000,
	11,
	NaN,
	true,
	false,
	[],
	[NOVEMBER],
	{},
	new Date(NaN),
])('%j is none, and is not guessed at', (given) => {
	expect(() => asked(given)).toThrow(/From: this is no date and time/);
	expect(() => asked('', given)).toThrow(/To: this is no date and time/);
});

it.each([
	['2026-11-02', '2026-11-01'],
	['2026-11-01', '2026-11-01'],
])('from %s to %s there is nothing', (from, to) => {
	expect(() => asked(from, to)).toThrow(/To: it is not after From/);
});
