import { summarise, table, type Facts } from '../../../demo/play/summary';

const good: Facts = {
	seconds: 36.6,
	workflow: { finished: true, sentence: 'The key is up to date; next rotation on 2030-04-01.' },
	client: { calls: 181, failed: 0, withOld: 10, withNew: 171, afterDeath: 101 },
	provider: { calls: 181, failed: 0, withDeadKey: 0 },
	old: { id: 'key_old', status: 401, error: 'invalid_key', deadAt: '2030-01-01T00:00:16.000Z' },
	new: { id: 'key_new', status: 200, told: 'key_new' },
	living: ['key_new'],
	notProvedDead: 0,
	audit: {
		entries: 5,
		kinds: ['key registered', 'rotation planned', 'value published', 'value verified', 'old key proved dead'],
		numbers: [1, 2, 3, 4, 5],
		waiting: 0,
	},
	search: { secrets: 22, bytes: 60_211, places: 16, leaks: [], missed: [] },
};
const leak = { secret: 'new value', where: 'printed output', form: 'base64' };
const failing = (facts: Facts) => summarise(facts).flatMap(({ what, ok }) => (ok ? [] : [what]));

it('finds nothing wrong with a run that went well', () => {
	expect(failing(good)).toEqual([]);
	expect(table(summarise(good)).at(-1)).toBe('All as promised.');
});

/** What goes wrong, what is then seen, and the rows that must say so. */
const faults: ReadonlyArray<readonly [string, Partial<Facts>, readonly string[]]> = [
	['the workflow stops in the middle', { workflow: { finished: false, sentence: 'x' } }, ['Workflow']],
	[
		'a call fails and the app sees it',
		{ client: { ...good.client, failed: 1, withNew: 170 } },
		['Calls made by the app', 'Calls failed'],
	],
	['a call fails at the provider only', { provider: { ...good.provider, failed: 1 } }, ['Calls failed']],
	[
		'calls that nobody knows of reach the provider',
		{ provider: { ...good.provider, calls: 182 } },
		['Calls made by the app'],
	],
	[
		'the app never takes up the new key',
		{ client: { calls: 181, failed: 171, withOld: 10, withNew: 0, afterDeath: 0 } },
		['Calls made by the app', 'Calls failed', 'Calls after the old key’s death'],
	],
	[
		'the app stops too early',
		{ client: { ...good.client, afterDeath: 99 } },
		['Calls after the old key’s death'],
	],
	[
		'the app works with a dead key, and is served all the same',
		{ provider: { ...good.provider, withDeadKey: 1 } },
		['Calls with a dead key'],
	],
	[
		'the provider still accepts the old key',
		{ old: { ...good.old, status: 200, error: undefined } },
		['Old key dead'],
	],
	[
		'the provider refuses for another reason than the key’s death',
		{ old: { ...good.old, status: 403, error: undefined } },
		['Old key dead'],
	],
	[
		'the old key is disabled and not deleted',
		{ old: { ...good.old, deadAt: null }, living: ['key_old', 'key_new'] },
		['Old key dead', 'New key alive'],
	],
	['a key is still owed', { notProvedDead: 1 }, ['Old key dead']],
	[
		'the provider revokes both keys',
		{ new: { id: 'key_new', status: 401, told: undefined }, living: [] },
		['New key alive'],
	],
	[
		'the vault holds another key than Keyturn says',
		{ new: { ...good.new, told: 'key_third' } },
		['New key alive'],
	],
	['there is no new key', { new: { id: 'key_old', status: 401, told: undefined } }, ['New key alive']],
	['a third key is left over', { living: ['key_new', 'key_third'] }, ['New key alive']],
	[
		'an audit entry is missing',
		{ audit: { ...good.audit, entries: 4, numbers: [1, 2, 4, 5] } },
		['Audit entries in the vault'],
	],
	[
		'an audit entry stands there twice',
		{ audit: { ...good.audit, entries: 6, numbers: [1, 2, 2, 3, 4, 5] } },
		['Audit entries in the vault'],
	],
	[
		'the death is not in the audit log',
		{ audit: { ...good.audit, kinds: good.audit.kinds.slice(0, 4) } },
		['Audit entries in the vault'],
	],
	['audit entries wait', { audit: { ...good.audit, waiting: 1 } }, ['Audit entries in the vault']],
	['a secret is printed', { search: { ...good.search, leaks: [leak] } }, ['Search for leaked secrets']],
	['nothing was searched', { search: { ...good.search, bytes: 0 } }, ['Search for leaked secrets']],
	[
		'the search is blind',
		{ search: { ...good.search, missed: ['new value, hex'] } },
		['Control of that search'],
	],
	['the run takes too long', { seconds: 60.1 }, ['Time']],
];

it.each(faults)('says so when %s', (_name, seen, rows) => {
	const facts = { ...good, ...seen };
	expect(failing(facts)).toEqual(rows);
	expect(table(summarise(facts)).at(-1)).toBe(`Not as promised: ${rows.join(', ')}.`);
});

it('has a fault for every row', () => {
	const covered = new Set(faults.flatMap(([, , rows]) => rows));
	expect(summarise(good).filter(({ what }) => !covered.has(what))).toEqual([]);
});

it('tells where a leak is, never what leaked', () => {
	const lines = table(summarise({ ...good, search: { ...good.search, leaks: [leak] } }), [leak]);
	expect(lines).toContain('        new value stands in printed output, base64');
	expect(lines.join('\n')).toContain('FAIL  Search for leaked secrets');
});
