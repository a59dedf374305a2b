import { providers } from '../../core/providers';
import { Secret } from '../../core/secret';
import { providerSuite } from '../contract/provider-suite';
import { exercised } from './exercised';
import { realHost, servers } from './host';

providerSuite('jupyterhub, before a real hub', () => {
	const { hub } = servers();
	const host = realHost();
	const admin = new Secret(hub.token, 'keyturn/admin/jupyterhub', [hub.url]);
	exercised('jupyterhub');
	return {
		driver: providers.jupyterhub,
		settings: {
			address: hub.url,
			user: hub.user,
			scopes: 'access:servers!user, servers!user',
			expiresInDays: '30',
		},
		admin,
		origin: hub.url,
		host,
		sent: () => host.sent.map(({ url }) => url),
	};
});
