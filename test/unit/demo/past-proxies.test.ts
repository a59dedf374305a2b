import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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

it('Node itself goes past them too, where it is told to use proxies', () => {
	const program = `
		import { get } from 'node:http';
		import { serveLoopback } from './demo/http/loopback.ts';
		const { url, close } = await serveLoopback(() => ({ status: 204, headers: {}, body: '' }));
		console.log((await fetch(url)).status);
		get(url, ({ statusCode }) => (console.log(statusCode), close()));
	`;
	const { stdout, stderr } = spawnSync(
		process.execPath,
		['--import', 'tsx', '--input-type', 'module', '--eval', program],
		{
			cwd: join(__dirname, '../../..'),
			env: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:1' },
			encoding: 'utf8',
		},
	);
	expect({ stdout, stderr }).toEqual({ stdout: '204\n204\n', stderr: '' });
});
