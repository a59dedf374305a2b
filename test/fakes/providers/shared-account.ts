import { KeyturnError } from '../../../core/errors';
import type { Http } from '../../../core/ports';
import { dev } from '../../../core/providers/dev';
import type { ProviderDriver } from '../../../core/providers/provider';
import { DevProvider } from '../../../demo/dev-provider/provider';
import type { OpenFake } from './fake';

const MOST_KEYS = 8;

/**
 * A provider as many are: the account holds keys of others as well, ids go by a longer name, answers are wrapped, there is
 * room for a few, and no key may do nothing.
 */
export const sharedAccount: ProviderDriver = {
	...dev,
	limit: MOST_KEYS,
	open(settings, admin, host) {
		const http: Http = async (request) => {
			const response = await host.http(request);
			return { ...response, body: unwrapped(response.body).replaceAll('"key_id":', '"id":') };
		};
		const provider = dev.open(settings, admin, { ...host, http });
		return {
			...provider,
			async create(name, restrictions, origins) {
				if (restrictions.scopes?.length === 0)
					throw new KeyturnError('BAD_INPUT', 'Scopes', 'a key without any may do everything');
				return await provider.create(name, restrictions, origins);
			},
		};
	},
};

function unwrapped(body: string): string {
	if (!body.startsWith('{"data":')) return body;
	const { data } = JSON.parse(body) as { data: unknown };
	return JSON.stringify(data);
}

export const fakeSharedAccount: OpenFake = ({ now, random, origin, admin }) => {
	const provider = new DevProvider({ now, random, adminKeys: [admin] });
	provider.knobs.keyLimit = MOST_KEYS;
	provider.handle({
		method: 'POST',
		path: '/v1/keys',
		query: {},
		headers: { authorization: `Bearer ${admin}` },
		body: JSON.stringify({ name: 'of somebody else', scopes: ['all'] }),
	});
	return {
		handle(request) {
			const response = provider.handle(request);
			const body = response.body.replaceAll('"id":', '"key_id":');
			return { ...response, body: body === '' ? '' : `{"data":${body}}` };
		},
		settings: { address: origin, scopes: 'work', expiresInDays: '30' },
	};
};
