import { dmarcNone } from '../../../../../core/dns/findings/dmarc-none';
import { dmarcRecord } from '../../../../../core/dns/findings/dmarc-record';
import { dmarcReports } from '../../../../../core/dns/findings/dmarc-reports';
import { dmarcWatching } from '../../../../../core/dns/findings/dmarc-watching';
import type { Zone } from '../../../../fakes/dns/zone';
import { evidenceOf, judgeMail } from './judging';

const all = [dmarcNone, dmarcWatching, dmarcRecord, dmarcReports];
const record = (text: string, more: Zone = {}): Zone => ({
	'_dmarc.example.test.': { TXT: [text] },
	...more,
});
const good = record('v=DMARC1; p=reject; rua=mailto:dmarc@example.test');

describe('a good record', () => {
	it.each(all)('has none of: $title', async (check) => {
		expect(await evidenceOf(check, { zone: good })).toEqual([]);
	});

	it.each(all)('is not called good when nobody answers: $title', async (check) => {
		expect(await judgeMail(check, { zone: good, failing: ['_dmarc.example.test.'] })).toEqual({
			notChecked: 'TXT of _dmarc.example.test: nobody answers',
		});
	});

	it('is as good when only the ending does not answer', async () => {
		expect(await evidenceOf(dmarcNone, { zone: good, failing: ['_dmarc.test.'] })).toEqual([]);
	});
});

describe('DMARC-01', () => {
	it('fires without a record', async () => {
		expect(await evidenceOf(dmarcNone, { zone: record('v=spf1 -all') })).toEqual([
			'no usable DMARC record at _dmarc.example.test, _dmarc.test',
		]);
	});

	it('fires for two records, which are thrown away', async () => {
		const zone = { '_dmarc.example.test.': { TXT: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] } };
		expect(await evidenceOf(dmarcNone, { zone })).toHaveLength(1);
	});

	it('fires for a record that is void', async () => {
		expect(await evidenceOf(dmarcNone, { zone: record('v=DMARC1; p=rejct') })).toEqual([
			'the record at _dmarc.example.test has neither a valid p= nor an address',
		]);
	});

	it('is not sure of that when the ending does not answer', async () => {
		expect(await judgeMail(dmarcNone, { zone: {}, failing: ['_dmarc.test.'] })).toEqual({
			notChecked: 'TXT of _dmarc.test: nobody answers',
		});
	});
});

describe('DMARC-02', () => {
	const scene = { zone: record('v=DMARC1; p=none; rua=mailto:a@example.test'), now: Date.UTC(2030, 3, 2) };

	it('cannot be checked without history', async () => {
		expect(await judgeMail(dmarcWatching, scene)).toEqual({ needs: 'no earlier look is on record' });
	});

	it('fires after ninety days, not on the ninetieth', async () => {
		const since = (day: number) => ({ ...scene, options: { dmarcNoneSince: Date.UTC(2030, 0, day) } });
		expect(await evidenceOf(dmarcWatching, since(2))).toEqual([]);
		expect(await evidenceOf(dmarcWatching, since(1))).toEqual([
			'_dmarc.example.test has said p=none for 91 days',
		]);
	});
});

describe('DMARC-03', () => {
	it.each([
		['v=DMARC1; p=reject; pct=50', 'pct= was removed from DMARC and does nothing'],
		['v=DMARC1; p=reject; ri=86400', 'ri= was removed from DMARC and does nothing'],
		['v=DMARC1; p=reject; colour=red', '“colour=” is no tag of DMARC'],
		['v=DMARC1; p=reject; adkim=x', 'adkim= may not say “x”'],
		['v=DMARC1; p=reject; p=none', 'p= stands there twice'],
		['v=DMARC1; p=reject; rua', '“rua” is not written as name=value'],
		[
			'v=DMARC1; p=reject; rua=dmarc@example.test',
			'rua= names “dmarc@example.test”, which is no address for reports',
		],
		['v=DMARC1; p=reject; fo=1', 'fo= does nothing without ruf='],
		['v=DMARC1; rua=mailto:a@example.test', 'it has no valid p='],
		['v=DMARC1;; p=reject', 'two semicolons have nothing between them'],
		[
			'v=DMARC1; p=reject; rua=mailto:a@example.test!10m',
			'rua= limits the size of reports, which was removed from DMARC',
		],
	])('names what is wrong in %s', async (text, problem) => {
		expect(await evidenceOf(dmarcRecord, { zone: record(text) })).toEqual([
			`_dmarc.example.test: ${problem}`,
		]);
	});

	it.each([
		['v=DMARC1; p=reject; t=y', '_dmarc.example.test says t=y: receivers do not apply the policy yet'],
		['v=DMARC1; p=reject; sp=none', 'sp=none is weaker than p=reject: names under the domain can be forged'],
		[
			'v=DMARC1; p=reject; np=none',
			'np=none is weaker than the rest: names that do not even exist can be forged',
		],
	])('names what %s leaves open', async (text, evidence) => {
		expect(await evidenceOf(dmarcRecord, { zone: record(text) })).toEqual([evidence]);
	});

	it.each(['V = DMARC1', 'v=DMARC1; P=Reject ; SP=reject; np=reject; t=n ;', 'v = DMARC1;p = quarantine'])(
		'has nothing against %s',
		async (text) => expect(await evidenceOf(dmarcRecord, { zone: record(text) })).toEqual([]),
	);
});

test('two records at one name are told with both, and a single one is not', async () => {
	const two = { '_dmarc.example.test.': { TXT: ['v=DMARC1; p=none', 'v=DMARC1; p=reject', 'other'] } };
	expect(await evidenceOf(dmarcRecord, { zone: two })).toEqual([
		'_dmarc.example.test has 2 records: “v=DMARC1; p=none”, “v=DMARC1; p=reject”',
	]);
	expect(await evidenceOf(dmarcRecord, { zone: record('v=DMARC1; p=none') })).toEqual([]);
});

describe('DMARC-04', () => {
	const text =
		'v=DMARC1; p=reject; rua=mailto:a@reports.test,mailto:b@sub.example.test; ruf=mailto:c@reports.test';

	it('fires when the receiver of reports has not agreed', async () => {
		expect(await evidenceOf(dmarcReports, { zone: record(text) })).toEqual([
			'reports go to reports.test, and there is no DMARC record at example.test._report._dmarc.reports.test',
		]);
	});

	it.each(['example.test', '*'])('does not fire when it has, for %s', async (who) => {
		const zone = record(text, { [`${who}._report._dmarc.reports.test.`]: { TXT: ['v=DMARC1'] } });
		expect(await evidenceOf(dmarcReports, { zone })).toEqual([]);
	});

	it('is not checked when that cannot be seen', async () => {
		const name = 'example.test._report._dmarc.reports.test.';
		expect(await judgeMail(dmarcReports, { zone: record(text), failing: [name] })).toEqual({
			notChecked: 'TXT of example.test._report._dmarc.reports.test: nobody answers',
		});
	});
});
