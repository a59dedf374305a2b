import { Budget } from '../../../../../core/dns/dnssec/budget';
import { keysOf, vouchedFor } from '../../../../../core/dns/dnssec/keys';
import { hashName } from '../../../../../core/dns/dnssec/nsec3';
import { setsOf } from '../../../../../core/dns/dnssec/sets';
import { checkSet, type SecureZone } from '../../../../../core/dns/dnssec/signature';
import { labelsOf } from '../../../../../core/dns/wire/name';
import { readDs, readNsec3, readRrsig } from '../../../../../core/dns/wire/records';
import { TYPE } from '../../../../../core/dns/wire/types';
import { readEntries, type Entry } from '../../../../fakes/dns/entries';
import { sharedData } from '../../../../fakes/dns/shared-data';

const files = sharedData('signatures');
const given = files === null ? describe.skip : describe;
if (files === null) process.stdout.write('skipped: ../shared/data/dns/signatures is not there\n');

const named = (pattern: RegExp) => [...(files ?? [])].filter(([name]) => pattern.test(name));

given('what others signed', () => {
	test('no file is left out', () => {
		expect(named(/^test_(ds|sigs|nsec3_hash)\./)).toHaveLength(11);
		expect(files!.size).toBe(11);
	});

	describe.each(named(/^test_sigs\./))('%s', (file, text) => {
		const [keys, ...entries] = readEntries(text);
		test.each(entries.map((entry): [string, Entry] => [`${entry.question.name} ${entry.comment}`, entry]))(
			'%s',
			(_, entry) => {
				const good = isSigned(keys!, entry);
				// A good signature that is tried first is enough (RFC 6840, section 5.11); unbound demanded each algorithm then.
				const oneOfTwo = /^the SHA256 invalid/.test(entry.comment) && file === 'test_sigs.sha1_and_256';
				expect(good).toBe(oneOfTwo || !entry.question.name.startsWith('bogus'));
			},
		);
	});

	test('of two signatures each is judged by itself', () => {
		const [keys, ...entries] = readEntries(files!.get('test_sigs.sha1_and_256')!);
		const judged = entries.map((entry) =>
			[8, 5].map((algorithm) =>
				isSigned(keys!, {
					...entry,
					answer: entry.answer.filter(
						(record) => record.type !== TYPE.RRSIG || readRrsig(record).algorithm === algorithm,
					),
				}),
			),
		);
		expect(judged).toEqual([
			[true, true],
			[true, false],
			[false, true],
			[false, false],
		]);
	});

	describe.each(named(/^test_ds\./))('%s', (_, text) => {
		test.each(
			readEntries(text).map((entry, index): [number, string, Entry] => [index, entry.question.name, entry]),
		)('%i %s', (_index, expected, { answer }) => {
			const sets = setsOf(answer);
			const [ds] = sets.ofType(TYPE.DS);
			const [keys] = sets.ofType(TYPE.DNSKEY);
			const vouched = vouchedFor(keysOf(keys!.records), ds!.records.map(readDs));
			expect(vouched).toHaveLength(expected === 'yes.' ? 1 : 0);
		});
	});

	describe.each(named(/^test_nsec3_hash\./))('%s', (_, text) => {
		test.each(
			readEntries(text).map((entry, index): [number, string, Entry] => [index, entry.question.name, entry]),
		)('%i %s', (_index, name, { answer, authority }) => {
			expect(hashName(name, readNsec3(authority[0]!))).toBe(labelsOf(answer[0]!.name)[0]);
		});
	});
});

/** An hour after the first signature began. */
function isSigned(keys: Entry, { answer }: Entry): boolean {
	const zone: SecureZone = {
		state: 'secure',
		name: keys.answer[0]!.name,
		keys: keysOf(keys.answer),
	};
	const [set] = setsOf(answer).ofType(answer[0]!.type);
	return checkSet(set!, zone, set!.signatures[0]!.inception + 3600, new Budget()).fault === null;
}
