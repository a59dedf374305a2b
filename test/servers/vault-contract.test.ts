import { setTimeout as pause } from 'node:timers/promises';
import { startOpenBao, type OpenBao } from '../../scripts/servers/openbao';
import { vaultAccessSuite } from '../contract/vault-access-suite';
import type { VaultServer } from '../contract/vault-root';
import { vaultReaderSuite } from '../contract/vault-reader-suite';
import { vaultSuite } from '../contract/vault-suite';
import { exercised } from './exercised';
import { realHost, servers } from './host';

let second: OpenBao | undefined;

/** A second OpenBao, sealed: the first serves all other tests. */
async function sealedAddress(): Promise<string> {
	if (second === undefined) {
		second = await startOpenBao();
		const sealed = await fetch(`${second.url}/v1/sys/seal`, {
			method: 'PUT',
			headers: { 'x-vault-token': second.rootToken },
		});
		expect(sealed.status).toBe(204);
	}
	return second.url;
}

async function begin(): Promise<VaultServer> {
	const { url, token } = servers().openbao;
	const host = realHost();
	exercised('openbao');
	return {
		address: url,
		rootToken: token,
		host,
		pass: (ms) => pause(ms),
		sealed: sealedAddress,
		sent: () => host.sent.length,
	};
}

afterAll(async () => {
	await second?.stop();
	const { url, token } = servers().openbao;
	await fetch(`${url}/v1/sys/auth/approle`, { method: 'DELETE', headers: { 'x-vault-token': token } });
});

vaultSuite('hashicorp, before a real OpenBao', begin);
vaultAccessSuite('hashicorp, before a real OpenBao', begin);
vaultReaderSuite('hashicorp, before a real OpenBao', begin);
