import { jupyterhub } from '../../core/providers/jupyterhub';

const always = ['read:users:groups!user=svc', 'read:users:name!user=svc'];
const wanted = (scopes: string) => jupyterhub.initial({ user: 'svc', scopes }).scopes;

/** What the hub gives for each scope that brings others with it; all the rest bring nothing. */
const expanded: Readonly<Record<string, readonly string[]>> = {
	'admin:groups': [
		'delete:groups',
		'groups',
		'list:groups',
		'read:groups',
		'read:groups:name',
		'read:roles:groups',
	],
	'admin:servers': [
		'admin:server_state',
		'delete:servers',
		'read:servers',
		'read:users:name',
		'servers',
		'start:servers',
	],
	'admin:services': ['list:services', 'read:roles:services', 'read:services', 'read:services:name'],
	'admin:users': [
		'admin:auth_state',
		'delete:users',
		'list:users',
		'read:roles:users',
		'read:users',
		'read:users:activity',
		'read:users:groups',
		'read:users:name',
		'users',
		'users:activity',
	],
	groups: ['list:groups', 'read:groups', 'read:groups:name'],
	'groups:shares': ['read:groups:shares'],
	'list:groups': ['read:groups:name'],
	'list:services': ['read:services:name'],
	'list:users': ['read:users:name'],
	'read:groups': ['read:groups:name'],
	'read:roles': ['read:roles:groups', 'read:roles:services', 'read:roles:users'],
	'read:servers': ['read:users:name'],
	'read:services': ['read:services:name'],
	'read:users': ['read:users:activity', 'read:users:groups', 'read:users:name'],
	servers: ['delete:servers', 'read:servers', 'read:users:name', 'start:servers'],
	shares: [
		'access:servers',
		'groups:shares',
		'read:groups:shares',
		'read:shares',
		'read:users:shares',
		'users:shares',
	],
	tokens: ['read:tokens'],
	users: [
		'list:users',
		'read:users',
		'read:users:activity',
		'read:users:groups',
		'read:users:name',
		'users:activity',
	],
	'users:activity': ['read:users:activity'],
	'users:shares': ['read:users:shares'],
	'access:servers': [],
	'read:hub': [],
	'no:such': [],
	constructor: [],
};

it.each(Object.entries(expanded))(
	'a first token with %s is expected with all that it brings',
	(scope, more) => {
		expect(wanted(scope)).toEqual([...new Set([scope, ...more, ...always])].sort());
		const filtered = [scope, ...more].map((each) => `${each}!user=svc`);
		expect(wanted(`${scope}!user=svc`)).toEqual([...new Set([...filtered, ...always])].sort());
		expect(wanted(`${scope}!user`)).toEqual(wanted(`${scope}!user=svc`));
	},
);

it('what is limited to one server brings nothing about its user', () => {
	const within = ['delete:servers', 'read:servers', 'servers', 'start:servers'];
	expect(wanted('servers!server=svc/lab')).toEqual(
		[...within.map((each) => `${each}!server=svc/lab`), ...always].sort(),
	);
	expect(wanted('access:servers, tokens!user=svc')).toEqual(
		['access:servers', 'read:tokens!user=svc', 'tokens!user=svc', ...always].sort(),
	);
});
