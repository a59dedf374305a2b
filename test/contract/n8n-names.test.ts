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

/** A host at which n8n says this of its credential and of the type that it is of. */
function hostOf(properties: object, name: string, type: string) {
	const host = fakeHost();
	host.services[TARGET] = new FakeN8n(() => host.time.now, KEY).handle;
	host.between = (request, service) => {
		const { path } = request;
		if (!path.includes('/credentials')) return service(request);
		return path.includes('/schema/')
			? jsonResponse(200, { properties })
			: jsonResponse(200, { id: ID, name, type, updatedAt: '2030-01-01T00:00:00.000Z' });
	};
	return host;
}

it.each([KEY, KEY.slice(3, 20), 'a type; with more than a name'])(
	'an n8n that says %s where names belong is not repeated',
	async (text) => {
		const host = hostOf({ name: {}, [text]: {} }, text, text);
		const settings = { address: TARGET, credentialId: ID, field: 'apiKey' };
		const target = n8nCredential.open(settings, new Secret(KEY, 'admin/n8n', [TARGET]), host);
		const { message } = await refusal(() => target.check());
		expect(message).toContain('no field apiKey, but name');
		expect(message).not.toContain(text);
	},
);

it('a credential of another kind is no vault-backed one, whatever its fields are called', async () => {
	const host = hostOf({ refresh: {} }, 'a name', 'otherApi');
	const settings = { address: TARGET, credentialId: ID };
	const target = n8nVaultCredential.open(settings, new Secret(KEY, 'admin/n8n', [TARGET]), host);
	expect((await refusal(() => target.check())).message).toContain('no vault-backed credential of Keyturn’s');
});
