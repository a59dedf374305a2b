import { ADMIN_KEY, KEY, PROVIDER, Scene } from '../../fakes/scene';

/** Settings of a key at a provider where people make the keys, whose rotation ends soon. */
export const pasted = {
	provider: 'manual',
	admin: '',
	providerSettings: {
		createPage: 'https://keys.test/new',
		probeUrl: `${PROVIDER}/v1/whoami`,
		sendAs: 'bearer',
	},
	graceHours: 0.01,
	cacheSeconds: 5,
	delaySeconds: 5,
	observeSeconds: 0,
};

/** What a person makes on the provider's own page: the value that it shows once. */
export function madeByHand({ provider }: Scene, name = 'the new one'): string {
	const { body } = provider.handle({
		method: 'POST',
		path: '/v1/keys',
		query: {},
		headers: { authorization: `Bearer ${ADMIN_KEY}` },
		body: JSON.stringify({ name, scopes: ['work'] }),
	});
	return (JSON.parse(body) as { value: string }).value;
}

/** The value that apps read from the vault, null before there is any. */
export async function valueInUse({ corner }: Scene): Promise<string | null> {
	const { status, json } = await corner.root('GET', `secret/data/${corner.prefix}/values/${KEY}`);
	return status === 404 ? null : (json as { data: { data: { value: string } } }).data.data.value;
}
