import { sealEntries } from '../../../../../core/audit/inbox';
import { EMPTY } from '../../../../../core/audit/log/position';
import { leafOf, markAgain } from '../../../../../core/audit/log/waiting';
import { installationKeys } from '../../../../../core/sealing/installation-keys';
import { Secret } from '../../../../../core/secret';

const keys = installationKeys(
	new Secret('ab'.repeat(32), 'installation key', ['https://vault.test']),
	'https://vault.test',
);
const UID = '0123456789abcdef01234567';
const entry = (number: number, kind: string) => ({
	id: `${UID}/${number}`,
	at: number,
	kind,
	key: 'a key',
	actor: 'a test',
	facts: {},
});

describe('marks that are made again', () => {
	it('stand where the same entries do; not where a newer one, a forged one or nothing does', async () => {
		const took = [1, 2, 3, 4].map((number) => `${UID}/${number}`);
		const sealed = (number: number, kind: string): [string, string] => [
			took[number - 1]!,
			sealEntries(took[number - 1]!, [entry(number, kind)], keys),
		];
		const texts = new Map([sealed(1, 'as it was'), sealed(2, 'after the restore'), [took[2]!, '{}']]);
		const inbox = {
			createIfAbsent: async (id: string, text: string) => {
				if (!texts.has(id)) texts.set(id, text);
				return texts.get(id)!;
			},
			read: async (id: string) => texts.get(id) ?? null,
			list: () => Promise.reject(new Error('nothing is listed')),
		};
		const fresh = [1, 2, 3, 4].map((number) => leafOf(entry(number, 'as it was')));
		await markAgain(inbox, keys, { ...EMPTY, n: 7, took, fresh });
		expect([...texts.keys()].filter((id) => id.endsWith('.taken'))).toEqual([`${UID}/1.taken`]);
		expect(texts.get(`${UID}/1.taken`)).toBe('{"segment":7}');
	});
});
