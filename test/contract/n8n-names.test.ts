import { Secret } from '../../core/secret';
import { n8nCredential } from '../../core/targets/n8n-credential';
import { n8nVaultCredential } from '../../core/targets/n8n-vault-credential';
import { jsonResponse } from '../../demo/http/plain';
import { fakeHost } from '../fakes/host';
import { FakeN8n } from '../fakes/targets/n8n';
import { refusal } from './provider-suite';
import { TARGET } from './target-subjects';

const ID = 'R2DjclaysHbqn778';
const KEY = 'apikeywithoutanysign0123456789';

it.each([KEY, KEY.slice(3, 20), 'a type; with more than a name'])(
	'an n8n that says %s where names belong is not repeated',
	async (text) => {
		const host = fakeHost();
		host.services[TARGET] = new FakeN8n(() => host.time.now, KEY).handle;
		host.between = (request, service) => {
			const { path } = request;
			if (!path.includes('/credentials')) return service(request);
			return path.includes('/schema/')
				? jsonResponse(200, { properties: { name: {}, [text]: {} } })
				: jsonResponse(200, { id: ID, name: text, type: text, updatedAt: '2030-01-01T00:00:00.000Z' });
		};
		const settings = { address: TARGET, credentialId: ID, field: 'apiKey' };
		const target = n8nCredential.open(settings, new Secret(KEY, 'admin/n8n', [TARGET]), host);
		const { message } = await refusal(() => target.check());
		expect(message).toContain('no field apiKey, but name');
		expect(message).not.toContain(text);
	},
);

it('a credential of another kind is no vault-backed one, whatever its fields are called', async () => {
	const host = fakeHost();
	host.services[TARGET] = new FakeN8n(() => host.time.now, KEY).handle;
	host.between = (request, service) => {
		const { path } = request;
		if (!path.includes('/credentials')) return service(request);
		return path.includes('/schema/')
			? jsonResponse(200, { properties: { refresh: {} } })
			: jsonResponse(200, {
					id: ID,
					name: 'a name',
					type: 'otherApi',
					updatedAt: '2030-01-01T00:00:00.000Z',
				});
	};
	const settings = { address: TARGET, credentialId: ID };
	const target = n8nVaultCredential.open(settings, new Secret(KEY, 'admin/n8n', [TARGET]), host);
	expect((await refusal(() => target.check())).message).toContain('no vault-backed credential of Keyturn’s');
});
