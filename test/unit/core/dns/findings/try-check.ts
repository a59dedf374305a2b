import type { Facts } from '../../../../../core/dns/facts';
import { checks } from '../../../../../core/dns/findings';
import type { Severity } from '../../../../../core/dns/finding';

export type CheckId = keyof typeof checks;

/** What a check says of facts: each case as `severity: evidence`, or why it was not checked. */
export function tried(id: CheckId, facts: Facts): string[] | string {
	const check = checks[id];
	const judgement = check.judge(facts);
	if (!('cases' in judgement)) return `not checked: ${Object.values(judgement).join()}`;
	return judgement.cases.map(({ severity = check.severity, evidence }) => `${severity}: ${evidence}`);
}

/** One row: the check, what is different from a sound domain, and what comes of it. */
export type Row = readonly [id: CheckId, what: string, facts: Facts, expected: Expected];
type Expected = 'fine' | 'not checked' | readonly (readonly [Severity, RegExp])[];

/** Tries every row, and that each check named fires at least once, is fine at least once and can be blind. */
export function tryRows(rows: readonly Row[]): void {
	it.each(rows)('%s: %s', (id, _what, facts, expected) => {
		const result = tried(id, facts);
		if (expected === 'not checked') expect(result).toMatch(/^not checked: \S/);
		else if (expected === 'fine') expect(result).toEqual([]);
		else
			expect(result).toEqual(
				expected.map(([severity, evidence]) =>
					expect.stringMatching(new RegExp(`^${severity}: .*${evidence.source}`)),
				),
			);
	});

	const ids = [...new Set(rows.map(([id]) => id))];
	it.each(ids)('%s has a row that fires, one that does not, and one that is not checked', (id) => {
		const results = rows.filter(([each]) => each === id).map(([, , , expected]) => expected);
		expect(results).toContain('fine');
		expect(results).toContain('not checked');
		expect(results.filter((each) => typeof each !== 'string')).not.toEqual([]);
	});

	it.each(ids)('%s has words for a person', (id) => {
		const { title, remedy, basis } = checks[id];
		expect(title).toMatch(/^[A-Z].*[^.]$/);
		expect(remedy).toMatch(/^[A-Z].*\.$/s);
		expect(basis).toMatch(/RFC \d+|CA\/Browser|NIST|CISA|https:/);
	});
}
