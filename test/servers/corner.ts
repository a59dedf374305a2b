import { Corner } from '../contract/vault-root';
import { servers, type RealHost } from './host';

/** A corner of its own in the real OpenBao, which nobody seals; `pass` lets time go by. */
export function cornerOf(
	host: RealHost,
	pass: (ms: number) => Promise<void> = () => Promise.resolve(),
): Corner {
	const { url: address, token: rootToken } = servers().openbao;
	return new Corner({
		address,
		rootToken,
		host,
		pass,
		sealed: () => Promise.reject(new Error('not here')),
		sent: () => host.sent.length,
	});
}
