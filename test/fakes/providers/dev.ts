import { DevProvider } from '../../../demo/dev-provider/provider';
import type { OpenFake } from './fake';

/** The dev provider in memory. */
export const fakeDev: OpenFake = ({ now, random, origin, admin }) => {
	const provider = new DevProvider({ now, random, adminKeys: [admin] });
	return {
		handle: (request) => provider.handle(request),
		settings: { address: origin, scopes: 'work', expiresInDays: '30' },
	};
};
