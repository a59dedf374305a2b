import { goPastProxies } from '../../../demo/http/past-proxies';

const OWN = '127.0.0.1,localhost,::1,[::1]';

it.each([
	['nothing is listed', {}, { no_proxy: OWN, NO_PROXY: OWN }],
	[
		'one spelling is',
		{ NO_PROXY: 'git.corp.example, .internal' },
		{ no_proxy: `git.corp.example,.internal,${OWN}`, NO_PROXY: `git.corp.example,.internal,${OWN}` },
	],
	[
		'an empty one stands before it',
		{ no_proxy: '', NO_PROXY: 'corp.example' },
		{ no_proxy: `corp.example,${OWN}`, NO_PROXY: `corp.example,${OWN}` },
	],
	[
		'some hosts are there already',
		{ no_proxy: 'localhost,corp.example' },
		{
			no_proxy: 'localhost,corp.example,127.0.0.1,::1,[::1]',
			NO_PROXY: 'localhost,corp.example,127.0.0.1,::1,[::1]',
		},
	],
	[
		'npm brings its own list',
		{ npm_config_no_proxy: 'corp.example', HTTP_PROXY: 'http://proxy.example:8080' },
		{
			npm_config_no_proxy: `corp.example,${OWN}`,
			no_proxy: `corp.example,${OWN}`,
			NO_PROXY: `corp.example,${OWN}`,
			HTTP_PROXY: 'http://proxy.example:8080',
		},
	],
	['no host is asked through a proxy', { no_proxy: '*' }, { no_proxy: '*' }],
] as [string, NodeJS.ProcessEnv, NodeJS.ProcessEnv][])(
	'this machine is added, and nothing is lost, when %s',
	(_when, env, after) => {
		goPastProxies(env);
		expect(env).toEqual(after);
		goPastProxies(env);
		expect(env).toEqual(after);
	},
);
