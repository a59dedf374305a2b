import type { LoggedEntry } from '../../../../../core/audit/log/entries';
import type { AuditEntry } from '../../../../../core/audit/entry';
import { selected } from '../../../../../core/audit/log/select';

const entry = (kind: string, at: number, more: Partial<AuditEntry>): AuditEntry => ({
	id: `1/${at}`,
	at,
	kind,
	key: '',
	actor: 'n8n',
	facts: {},
	...more,
});

const entries = [
	entry('value published', 1, { key: 'app.openai' }),
	entry('noted: review', 2, { key: 'audit log', facts: { about: 'app.openai', by: 'Ann' } }),
	entry('alert opened', 3, { key: 'watch all', facts: { target: 'app.openai' } }),
	entry('value published', 4, { key: 'other.key', facts: { why: 'app.openai' } }),
];

it('a subject finds the entries of a key, what people noted about it, and the alerts and events of others on it', async () => {
	async function* all() {
		for (const [index, each] of entries.entries()) yield { index, entry: each } as LoggedEntry;
	}
	const found: number[] = [];
	const selection = { from: null, to: null, kinds: [], subjects: ['app.openai'] };
	for await (const { index } of selected(all(), selection)) found.push(index);
	expect(found).toEqual([0, 1, 2]);
});
