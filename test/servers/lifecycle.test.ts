import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

import { startOpenBao } from '../../scripts/servers/openbao';
import {
	freePort,
	isAlive,
	listeningAddresses,
	newRunFolder,
	offLoopback,
	startServer,
} from '../../scripts/servers/processes';

const root = resolve(__dirname, '../..');
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe('the servers under test', () => {
	it('listen on loopback, and end with their folder when stopped', async () => {
		const server = await startOpenBao();
		expect(server.version).toContain('v2.7.2');
		const addresses = await listeningAddresses(server.pid);
		expect(addresses).toContain(new URL(server.url).host);
		expect(offLoopback(addresses)).toEqual([]);
		await server.stop();
		expect(isAlive(server.pid)).toBe(false);
		expect(await listeningAddresses(server.pid)).toEqual([]);
	});

	it('tell an address outside from loopback', () => {
		const outside = ['0.0.0.0:80', '[::]:80', '*:80', '10.0.0.1:80', '[fe80::1]:80', '127.0.0.1.example:80'];
		expect(offLoopback([...outside, '127.0.0.1:80', '127.0.0.53:80', '[::1]:80'])).toEqual(outside);
	});

	it('die with the process that started them, even when it is killed outright', async () => {
		const module = join(root, 'scripts/servers/openbao.ts');
		const code = `require(${JSON.stringify(module)}).startOpenBao().then((server) => console.log('pid ' + server.pid))`;
		const tsx = createRequire(__filename).resolve('tsx/cjs');
		const parent = spawn(process.execPath, ['--require', tsx, '--eval', code], { cwd: root });
		const pid = await new Promise<number>((done) => {
			parent.stdout.on('data', (chunk: Buffer) => {
				const found = /^pid (\d+)$/m.exec(chunk.toString());
				if (found !== null) done(Number(found[1]));
			});
		});
		expect(isAlive(pid)).toBe(true);
		parent.kill('SIGKILL');
		await once(parent, 'exit');
		for (let turn = 0; turn < 40 && isAlive(pid); turn += 1) await pause(50);
		expect(isAlive(pid)).toBe(false);
	});

	it.each([
		['that ends at once', 'process.exit(3)', /ended before it was ready/],
		['that never answers', 'setInterval(() => {}, 1000)', /was not ready after 400 ms/],
		['whose last words help', 'console.log("port taken"); process.exit(1)', /Its last lines: port taken/],
	])('a server %s is an error, and nothing of it stays', async (_name, code, message) => {
		const folder = await newRunFolder('lifecycle');
		const readyUrl = `http://127.0.0.1:${await freePort()}/`;
		const argv = ['--eval', code];
		const request = {
			name: 'it',
			folder,
			command: process.execPath,
			argv,
			env: {},
			readyUrl,
			readyWithinMs: 400,
		};
		await expect(startServer(request)).rejects.toThrow(message);
		expect(existsSync(folder)).toBe(false);
	});
});
