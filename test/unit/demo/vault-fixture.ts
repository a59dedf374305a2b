import { DevVault } from '../../../demo/dev-vault/vault';
import { countingRandom, manualClock, sender, type CallOptions, type Answered } from './in-memory';

export const errorsOf = (answer: Answered): unknown => answer.json?.errors;

/** A vault with the mount `secret`, and a caller that is root unless it names a token. */
export function vaultFixture() {
	const clock = manualClock();
	const vault = new DevVault({ now: clock.now, random: countingRandom() });
	vault.mount('secret');
	const root = vault.issueToken({ policies: ['root'], ttlSeconds: 0 });
	const send = sender(
		(request) => vault.handle(request),
		(token) => ({ 'x-vault-token': token }),
	);
	const call = (method: string, path: string, options: CallOptions = {}): Answered =>
		send(method, `/v1/${path}`, { token: root, ...options });
	const write = (path: string, data: unknown, cas?: unknown): Answered =>
		call('POST', `secret/data/${path}`, {
			body: { data, ...(cas === undefined ? {} : { options: { cas } }) },
		});
	return { vault, clock, root, send, call, write };
}
