import { changes, type ProviderKey } from '../../../demo/play/audience';
import { Client } from '../../../demo/play/client';
import { auditFacts } from '../../../demo/play/evidence';
import { appPolicy, audiencePolicy, keyturnPolicy } from '../../../demo/play/person';
import { Printed } from '../../../demo/play/screen';
import { VALUE_PATH } from '../../../demo/play/terms';
import { Acl } from '../../../demo/dev-vault/acl';
import type { PolicyRules } from '../../../demo/dev-vault/acl';

describe('the rights that the person gives', () => {
	const mayRead = (policy: unknown, path: string) =>
		new Acl({ it: policy as PolicyRules }, ['it']).allows(`secret/data/${path}`, 'read');

	it('let nobody but Keyturn read the admin key', () => {
		const readers = [keyturnPolicy(), appPolicy(), audiencePolicy()].map((policy) =>
			mayRead(policy, 'keyturn/admin/dev-provider'),
		);
		expect(readers).toEqual([true, false, false]);
	});

	it('let the app read its one key, and the audience none', () => {
		expect(mayRead(appPolicy(), VALUE_PATH)).toBe(true);
		expect(mayRead(appPolicy(), `${VALUE_PATH}2`)).toBe(false);
		expect(mayRead(audiencePolicy(), VALUE_PATH)).toBe(false);
	});

	it('let Keyturn change no allowed origin', () => {
		const acl = new Acl({ it: keyturnPolicy() as PolicyRules }, ['it']);
		for (const path of [VALUE_PATH, 'keyturn/admin/dev-provider'])
			for (const operation of ['create', 'update', 'patch', 'delete'] as const)
				expect(acl.allows(`secret/metadata/${path}`, operation)).toBe(false);
	});
});

it('tells what changed at the provider', () => {
	const listed = (...keys: ProviderKey[]) => new Map(keys.map((key) => [key.id, key]));
	const [old, made] = ['old', 'new'].map((id) => ({ id, name: `name-of-${id}`, disabled: false })) as [
		ProviderKey,
		ProviderKey,
	];
	expect(changes(listed(old), listed(old))).toEqual([]);
	expect(changes(listed(old), listed(old, made))).toEqual(['made new under the name name-of-new']);
	expect(changes(listed(old, made), listed({ ...old, disabled: true }, made))).toEqual([
		'refuses old from now on: it is disabled',
	]);
	expect(changes(listed(old, made), listed(made))).toEqual(['deleted old']);
});

it('reads kinds and numbers of the audit entries', () => {
	const sealed = (entries: unknown) => JSON.stringify({ body: JSON.stringify(entries), mac: 'any' });
	const segments = [
		sealed([
			{ id: 'u/0/1', kind: 'a' },
			{ id: 'u/1/2', kind: 'b' },
		]),
		sealed([{ id: 'u/1/3', kind: 'c' }]),
	];
	expect(auditFacts(segments)).toEqual({ entries: 3, kinds: ['a', 'b', 'c'], numbers: [1, 2, 3] });
	expect(auditFacts([])).toEqual({ entries: 0, kinds: [], numbers: [] });
});

it('remembers everything that is printed', () => {
	const passed: unknown[] = [];
	const stream = { write: (chunk: unknown) => passed.push(chunk) > 0 } as unknown as NodeJS.WriteStream;
	const printed = new Printed([stream]);
	stream.write('one\n');
	stream.write(Buffer.from('two\n'));
	expect(printed.text).toBe('one\ntwo\n');
	expect(passed).toHaveLength(2);
});

it('counts a call that gets no answer as failed', async () => {
	const closed = 'http://127.0.0.1:9';
	const client = new Client({ vaultUrl: closed, providerUrl: closed, login: { roleId: 'r', secretId: 's' } });
	client.start();
	await new Promise((resolve) => setTimeout(resolve, 450));
	await client.stop();
	expect(client.failed).toBe(client.calls.length);
	expect(client.failed).toBeGreaterThan(0);
	expect(client.since(0)).toBe(0);
});
