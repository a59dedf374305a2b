import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDevVault } from '../../demo/dev-vault/start';
import { startOpenBao } from '../../scripts/servers/openbao';
import { accessCases } from './access-cases';
import { dataCases } from './data-cases';
import { exercised } from './exercised';
import { listCases } from './list-cases';
import { metadataCases } from './metadata-cases';
import { vaultCaller, type Recorded } from './vault-caller';

type DevVault = Awaited<ReturnType<typeof startDevVault>>;

let folder: string;
let dev: DevVault;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-agrees-'));
	dev = await startDevVault({ folder, port: 0 });
});

afterAll(async () => {
	await dev.close();
	rmSync(folder, { recursive: true, force: true });
});

function openBao(): [url: string, token: string] {
	const { KEYTURN_OPENBAO_URL: url, KEYTURN_OPENBAO_TOKEN: token } = process.env;
	if (url === undefined || token === undefined) throw new Error('OpenBao was not started by the setup');
	return [url, token];
}

const table = [...dataCases, ...metadataCases, ...listCases, ...accessCases];
const cases = table.map(([name, run], index) => [name, run, `agree-${index}`] as const);

describe('the dev vault answers as OpenBao does', () => {
	it.each(cases)('%s', async (_name, run, path) => {
		const record = async (url: string, token: string): Promise<Recorded[]> => {
			const { call, recorded } = vaultCaller(url, token);
			await run(call, path);
			return recorded;
		};
		const real = await record(...openBao());
		exercised('openbao');
		expect(real.length).toBeGreaterThan(0);
		expect(await record(dev.url, dev.rootToken)).toEqual(real);
	});

	it('of ten writes at once with the same cas, one is accepted', async () => {
		for (const [url, rootToken] of [openBao(), [dev.url, dev.rootToken] as const]) {
			const { call, recorded } = vaultCaller(url, rootToken);
			const body = { options: { cas: 0 }, data: { v: '1' } };
			await Promise.all(
				Array.from({ length: 10 }, () => call('POST', '/v1/secret/data/agree-race', { body })),
			);
			expect(recorded.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(400)]);
		}
	});

	it('once sealed', async () => {
		const path = '/v1/secret/data/agree-sealed';
		const record = async (url: string, rootToken: string): Promise<Recorded[]> => {
			const { call, recorded } = vaultCaller(url, rootToken);
			await call('PUT', '/v1/sys/seal', { token: 'garbage' });
			await call('PUT', '/v1/sys/seal');
			for (const token of [rootToken, 'garbage', '']) await call('GET', path, { token });
			await call('POST', path, { body: { data: {} } });
			await call('GET', '/v1/secret/metadata/?list=true');
			await call('GET', '/v1/auth/token/lookup-self');
			await call('POST', '/v1/sys/capabilities-self', { body: { paths: ['x'] } });
			await call('POST', '/v1/auth/approle/login', { token: '', body: { role_id: 'a', secret_id: 'b' } });
			await call('GET', '/v1/sys/health', { token: '', fields: ['initialized', 'sealed'] });
			return recorded;
		};
		const real = await startOpenBao();
		const ours = await startDevVault({ folder: join(folder, 'sealed'), port: 0 });
		try {
			expect(await record(ours.url, ours.rootToken)).toEqual(await record(real.url, real.rootToken));
		} finally {
			await Promise.all([real.stop(), ours.close()]);
		}
	});

	it('and the table would notice a difference', async () => {
		const { call, recorded } = vaultCaller(...openBao());
		await call('POST', '/v1/secret/data/agree-control', { body: { options: { cas: 0 }, data: { v: '1' } } });
		await call('POST', '/v1/secret/data/agree-control', { body: { options: { cas: 1 }, data: { v: '1' } } });
		await call('POST', '/v1/secret/data/agree-control', { body: { options: { cas: 1 }, data: { v: '1' } } });
		const [first, second, third] = recorded;
		expect(first).not.toEqual(second);
		expect(second?.status).toBe(200);
		expect(third?.status).toBe(400);
	});
});
