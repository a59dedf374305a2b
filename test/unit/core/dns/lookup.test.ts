import { type Lookup, answered, isAbsent, isMissingName, isOfTime } from '../../../../core/dns/lookup';
import { NOW, answer } from '../../../fakes/dns/facts';

const silent: Partial<Lookup> = { failed: { kind: 'no answer', what: 'nobody answers' } };
const bogus = (
	reason: 'signature wrong' | 'signature expired',
	security: 'bogus' | 'indeterminate' = 'bogus',
) => ({
	verdict: { security, link: { zone: '.', reason, what: `at ${NOW}` } },
});

test.each<[string, Lookup, absent: boolean, missing: boolean, seen: boolean]>([
	['a record', answer('A', ['192.0.2.1']), false, false, true],
	['no such record', answer('A', []), true, false, true],
	['no such name', answer('A', [], { rcode: 3 }), true, true, true],
	['servers that fail', answer('A', [], { rcode: 2 }), false, false, false],
	['servers that refuse', answer('A', [], { rcode: 5 }), false, false, false],
	['nobody who answers', answer('A', [], silent), false, false, false],
	[
		'nobody who answers, though a code is there',
		answer('A', [], { ...silent, rcode: 3 }),
		false,
		false,
		false,
	],
	['an answer that is forged', answer('A', ['192.0.2.1'], bogus('signature wrong')), false, false, false],
	[
		'one that is old, or the clock is wrong',
		answer('A', ['192.0.2.1'], bogus('signature expired', 'indeterminate')),
		false,
		false,
		false,
	],
	[
		'one that nobody validated',
		answer('A', ['192.0.2.1'], bogus('signature wrong', 'indeterminate')),
		false,
		false,
		true,
	],
])('%s', (_what, lookup, absent, missing, isSeen) => {
	expect([isAbsent(lookup), isMissingName(lookup), 'seen' in answered(lookup)]).toEqual([
		absent,
		missing,
		isSeen,
	]);
});

test('why there is no answer is told with what was asked for', () => {
	expect(
		[silent, { rcode: 5 }, bogus('signature wrong'), bogus('signature expired', 'indeterminate')].map(
			(more) => answered(answer('A', [], more)),
		),
	).toEqual([
		{ notSeen: 'A of example.com: nobody answers' },
		{ notSeen: 'A of example.com: its name servers gave no usable answer (code 5)' },
		{ notSeen: 'A of example.com: the answer’s signatures are wrong' },
		{ notSeen: `A of example.com: at ${NOW}` },
	]);
});

test('only signatures that ran out or have not begun are of the time', () => {
	expect(isOfTime(bogus('signature expired').verdict)).toBe(true);
	expect(isOfTime(bogus('signature wrong').verdict)).toBe(false);
	expect(isOfTime({ security: 'secure', link: null })).toBe(false);
});
