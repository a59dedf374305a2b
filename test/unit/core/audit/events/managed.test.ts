import { keyIdsIn, roleOf, type Managed } from '../../../../../core/audit/events/managed';
import { ownEntry } from '../../../../fakes/audit/entries';
import { event } from '../../../../fakes/audit/series';

const CLOUD = 'aws-cloudtrail';
const app: Managed = {
	name: 'app.main',
	keyIds: ['AKIA1'],
	at: [
		{ source: 'vault-audit-device', role: 'vault', target: 'secret/app' },
		{ source: CLOUD, role: 'provider', target: 'ann' },
	],
};
const other: Managed = {
	name: 'other.main',
	keyIds: ['AKIA9'],
	at: [{ source: CLOUD, role: 'provider', target: 'bob' }],
};

describe('the ids of a managed key', () => {
	it('are those known now and those that entries tell of, new and old', () => {
		const entries = [
			ownEntry({ key: 'app.main', facts: { keyId: 'AKIA2', oldKeyId: 'AKIA0' } }),
			ownEntry({ key: 'gone.main', facts: { keyId: 'AKIA7', oldKeyId: null } }),
			ownEntry({ key: 'other.main', facts: { keyId: 7, oldKeyId: true } }),
		];
		const ids = Object.fromEntries(
			[...keyIdsIn(entries, [app, other])].map(([name, all]) => [name, [...all]]),
		);
		expect(ids).toEqual({
			'app.main': ['AKIA1', 'AKIA2', 'AKIA0'],
			'other.main': ['AKIA9'],
			'gone.main': ['AKIA7'],
		});
	});
});

describe('an event is about', () => {
	const ids = keyIdsIn([], [app, other]);
	const about = (more: Parameters<typeof event>[1], key = app) => roleOf(event(0, more), key, ids);

	it.each<[string, Parameters<typeof event>[1], ReturnType<typeof roleOf>]>([
		['the value in the vault', { target: 'secret/app' }, 'vault'],
		['another value', { target: 'secret/app/2' }, undefined],
		['the same path elsewhere', { source: CLOUD, target: 'secret/app' }, undefined],
		['the provider’s user', { source: CLOUD, target: 'ann' }, 'provider'],
		['a key by its id', { source: CLOUD, target: 'AKIA1' }, 'provider'],
		['a new key of the user', { source: CLOUD, target: 'AKIA5', within: 'ann' }, 'provider'],
		['its own key of the user', { source: CLOUD, target: 'AKIA1', within: 'ann' }, 'provider'],
		['another app’s key of the same user', { source: CLOUD, target: 'AKIA9', within: 'ann' }, undefined],
		['a key of somebody else', { source: CLOUD, target: 'AKIA5', within: 'bob' }, undefined],
		['a value that is called like a key’s id', { target: 'AKIA1' }, undefined],
	])('%s, or not', (_what, more, role) => {
		expect(about(more)).toBe(role);
	});

	it('the same key in two hands is about both', () => {
		const shared = keyIdsIn([ownEntry({ key: 'other.main', facts: { keyId: 'AKIA1' } })], [app, other]);
		const told = event(0, { source: CLOUD, target: 'AKIA1', within: 'ann' });
		expect(roleOf(told, app, shared)).toBe('provider');
		expect(roleOf(told, other, shared)).toBe('provider');
	});
});
