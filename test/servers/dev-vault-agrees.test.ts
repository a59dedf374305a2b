import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDevVault } from '../../demo/dev-vault/start';
import { accessCases } from './access-cases';
import { dataCases } from './data-cases';
import { exercised } from './exercised';
import { listCases } from './list-cases';
import { metadataCases } from './metadata-cases';
import { devVaultAdmin, openBaoAdmin, type VaultAdmin } from './vault-admin';
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
		const record = async (url: string, token: string, admin: VaultAdmin): Promise<Recorded[]> => {
			const { call, recorded } = vaultCaller(url, token);
			await run(call, path, admin);
			return recorded;
		};
		const real = await record(...openBao(), openBaoAdmin(...openBao()));
		exercised('openbao');
		expect(real.length).toBeGreaterThan(0);
		expect(await record(dev.url, dev.rootToken, devVaultAdmin(dev.vault))).toEqual(real);
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
