import { KeyturnError } from '../../../core/errors';
import { dev } from '../../../core/providers/dev';
import type { Provider, ProviderDriver } from '../../../core/providers/provider';
import { fakeDev } from './dev';
import type { OpenFake } from './fake';

let made = 0;

/** A provider whose keys have neither a name nor an end, such as the access keys of some clouds. */
export const withoutNames: ProviderDriver = {
	...dev,
	promises: { ...dev.promises, listsByName: false, uniqueNames: false, expires: false },
	fields: dev.fields.filter(({ name }) => name !== 'expiresInDays'),
	open(settings, admin, host): Provider {
		const provider = dev.open(settings, admin, host);
		return {
			...provider,
			async create(_name, restrictions, origins) {
				if (restrictions.lifetimeSeconds !== null)
					throw new KeyturnError('BAD_INPUT', 'Provider (create)', 'its keys have no end');
				return await provider.create(`made-${(made += 1)}`, restrictions, origins);
			},
			list: async () => (await provider.list()).map((each) => ({ ...each, name: '' })),
		};
	},
};

export const fakeWithoutNames: OpenFake = (options) => {
	const { handle, settings } = fakeDev(options);
	return { handle, settings: { address: settings['address']!, scopes: settings['scopes']! } };
};
