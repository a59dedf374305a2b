import { KeyturnError } from '../../../core/errors';
import { selectionOf } from '../../../nodes/AuditExport/operations/selection-fields';
import { givenOf } from '../../../nodes/AuditExport/operations/verify-fields';
import { registrationOf } from '../../../nodes/RotateKey/registration';
import type { Ask } from '../../../nodes/shared/answer-items';
import { checkOptionsOf } from '../../../nodes/shared/check-options';
import { limitOf } from '../../../nodes/shared/limit';

type Form = Readonly<Record<string, unknown>>;

/** What n8n gives for the fields of one item, expressions and all. */
const asking = (form: Form): Ask =>
	((name: string, fallback: unknown) => (name in form ? form[name] : fallback)) as Ask;

/** What is refused: the sentence, with what to do. */
function refusal(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		if (error instanceof KeyturnError && error.code === 'BAD_INPUT') return `${error.message}. ${error.next}`;
		throw error;
	}
	return '';
}

const nothing: ReadonlyArray<[string, unknown]> = [
	['nothing', undefined],
	['null', null],
	['an object', { a: 1 }],
	['true', true],
	['a list of objects', [{}]],
];
const LOOK = 'Look what the expression in this field gives for this item, or remove the field.';

describe('options of Register that come from an item', () => {
	const register = (options: Form) => registrationOf(asking({ keyName: 'a.b', provider: 'manual', options }));

	it('count whatever way they are written', () => {
		expect(
			register({ risk: 'High', cadenceDays: ' 7 ', owner: 4711, app: 'shop', path: 'apps/a', field: 'key' }),
		).toMatchObject({
			risk: 'high',
			cadenceDays: 7,
			owner: '4711',
			app: 'shop',
			path: 'apps/a',
			field: 'key',
		});
		expect(register({ risk: 'normal', cadenceDays: 1.5 })).toMatchObject({
			risk: 'normal',
			cadenceDays: 1.5,
		});
	});

	it('are what is usual where there are none', () => {
		expect(register({})).toMatchObject({ risk: 'normal', app: 'a', path: '', field: '', keyId: '' });
		expect('cadenceDays' in register({})).toBe(false);
	});

	it.each(nothing)('%s is passed over in none of them', (_what, given) => {
		const labels: Form = {
			app: 'App',
			owner: 'Owner',
			path: 'Vault Path',
			field: 'Vault Field',
			keyId: 'Key ID',
			risk: 'Risk',
			cadenceDays: 'Rotate Every (Days)',
		};
		for (const [name, label] of Object.entries(labels)) {
			const told = refusal(() => register({ [name]: given }));
			expect([name, told.split(':')[0]]).toEqual([name, label]);
			expect(told).toContain(LOOK);
		}
	});

	it.each(['', 'soon', 'NaN'])('%j is no number of days', (given) => {
		expect(refusal(() => register({ cadenceDays: given }))).toContain('this is no number');
	});

	it('a risk is one of the list', () => {
		expect(refusal(() => register({ risk: 'highest' }))).toContain('Risk: choose High or Normal');
	});
});

describe('Limit', () => {
	it.each([
		[1, 1],
		['50', 50],
		[' 7 ', 7],
	])('%j is %d', (given, limit) => {
		expect(limitOf(asking({ limit: given }))).toBe(limit);
	});

	it('is 50 where nobody said, and none with Return All', () => {
		expect(limitOf(asking({}))).toBe(50);
		expect(limitOf(asking({ returnAll: true, limit: 1 }))).toBe(100_000);
	});

	it.each([0, -1, 1.5, '', 'all', NaN, Infinity, null, undefined, [2]])('%j is none', (given) => {
		expect(refusal(() => limitOf(asking({ limit: given })))).toBe(
			`Limit: use a whole number from 1 on. ${LOOK}`,
		);
	});
});

describe('which entries of the log are wanted', () => {
	const select = (options: Form, more: Form = {}) => selectionOf(asking({ options, ...more }));

	it('is told by the form, by a list, or by a text', () => {
		expect(select({})).toEqual({ from: null, to: null, kinds: [], subjects: [] });
		expect(select({ kinds: ['noted: a, b'], subjects: 'x, y' })).toMatchObject({
			kinds: ['noted: a, b'],
			subjects: ['x', 'y'],
		});
		expect(select({ kinds: 'key created', subjects: ['x', 'y'] })).toMatchObject({
			kinds: ['key created'],
			subjects: ['x', 'y'],
		});
		expect(select({ kinds: '', subjects: '' })).toMatchObject({ kinds: [], subjects: [] });
		expect(select({}, { from: '2030-01-01T00:00:00Z' }).from).toBe(Date.UTC(2030, 0, 1));
		expect(select({}, { to: '2030-01-01T00:00:00Z' }).to).toBe(Date.UTC(2030, 0, 1));
	});

	it.each(nothing)('%s is not taken for all of them', (_what, given) => {
		expect(refusal(() => select({ kinds: given }))).toBe(`Kinds: this is no text. ${LOOK}`);
		expect(refusal(() => select({ subjects: given }))).toBe(`Subjects: this is no text. ${LOOK}`);
	});
});

describe('what a check of a domain is told', () => {
	const check = (options: Form) => checkOptionsOf(asking({ options }));

	it('is a text with commas, or a list', () => {
		for (const selectors of ['s1, s2', ['s1', 's2']])
			expect(check({ selectors }).mail).toEqual({ selectors: ['s1', 's2'] });
		expect(check({ issuers: ['pki.goog'] }).approved).toMatchObject({ issuers: ['pki.goog'] });
	});

	it.each([null, undefined, ''])('%j is nothing that was told', (given) => {
		expect(check({ selectors: given, issuers: given })).toEqual(check({}));
	});

	it('an object is told of', () => {
		expect(refusal(() => check({ selectors: { a: 1 } }))).toBe(`Mail Selectors: this is no text. ${LOOK}`);
		expect(refusal(() => check({ issuers: [{}] }))).toBe(`Certificate Companies: this is no text. ${LOOK}`);
	});
});

describe('what whoever verifies knows', () => {
	it('is read in whatever form it comes, and nothing is nothing', () => {
		expect(givenOf(asking({}))).toEqual({ pinned: [], outside: '' });
		expect(givenOf(asking({ pinned: null, outside: undefined }))).toEqual({ pinned: [], outside: '' });
		expect(givenOf(asking({ pinned: 'a, b', outside: { checkpoint: 'c' } }))).toEqual({
			pinned: ['a', 'b'],
			outside: '{"checkpoint":"c"}',
		});
		expect(givenOf(asking({ pinned: ['a', 'b'] })).pinned).toEqual(['a', 'b']);
		expect(refusal(() => givenOf(asking({ pinned: {} })))).toContain('Pinned Key: this is no text');
	});
});
