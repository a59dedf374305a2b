import { targets } from '../../../core/targets';
import type { TargetDriver } from '../../../core/targets/target';
import { providers } from '../../../core/providers';
import type { PlainRequest } from '../../../demo/http/plain';
import { refusal } from '../../contract/provider-suite';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';

const OTHER = 'sales-summariser.dev';
const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };

/** A place that shows only that it was changed, as an n8n credential does. */
const box: TargetDriver = {
	id: 'box',
	title: 'Box',
	docs: '',
	sends: '',
	rights: '',
	fields: [
		{ name: 'address', label: 'Address', help: '' },
		{ name: 'field', label: 'Field', help: '' },
	],
	place: ['address'],
	open: ({ address = '' }) => ({
		title: address,
		valueOrigin: null,
		adminOrigin: PROVIDER,
		check: () => Promise.resolve([]),
		update: () => Promise.resolve('changed'),
		holds: (_what, receipt) => Promise.resolve(receipt === 'changed' ? 'yes' : 'no'),
	}),
};
const drivers = { providers, targets: { ...targets, box } };
const at = (address: string, field = 'a') => ({
	targets: [{ kind: 'box', settings: { address, field }, admin: 'dev' }],
});

/** Two keys, and how a person registers either. */
async function twoKeys() {
	const scene = await Scene.begin();
	await scene.corner.allow(`values/${OTHER}`, PROVIDER);
	for (const name of [KEY, OTHER]) await scene.handMade(name);
	const register = async (name: string, more: object) =>
		await (await scene.open({}, { drivers })).register(scene.registration({ ...short, name, ...more }));
	return { scene, register };
}
const isWrite = (folder: string) => (request: PlainRequest) =>
	request.method === 'POST' && request.path.includes(`/${folder}/`);

it('one credential is a target of one key, whatever field of it is named', async () => {
	const { scene, register } = await twoKeys();
	await register(KEY, at('https://one.test'));
	const error = await refusal(() => register(OTHER, at('https://one.test/', 'b')));
	expect(error).toMatchObject({ code: 'KEY_EXISTS', where: 'Targets' });
	expect(error.message).toContain(`a target of the key ${KEY}`);
	expect(error.next).toContain(`register ${KEY} again without this target`);
	expect((await (await scene.open()).list(10)).map(({ key }) => key)).toEqual([KEY]);

	await register(OTHER, at('https://two.test'));
	expect((await refusal(() => register(OTHER, at('https://one.test')))).code).toBe('KEY_EXISTS');
});

it.each(['new', 'registered'])('what the sentence says works, for a %s key', async (kind) => {
	const { register } = await twoKeys();
	await register(KEY, at('https://one.test'));
	if (kind === 'registered') await register(OTHER, {});
	await register(KEY, {});
	await register(OTHER, at('https://one.test'));
	expect((await refusal(() => register(KEY, at('https://one.test')))).message).toContain(OTHER);
});

it('a target without an admin credential is refused by its name', async () => {
	const { register } = await twoKeys();
	const targets = at('https://one.test').targets.map((each) => ({ ...each, admin: ' ' }));
	const error = await refusal(() => register(KEY, { targets }));
	expect(error.message).toBe('Target Box, Admin Credential: it needs one from the vault');
});

it('what a registration claimed that was cut off is free again', async () => {
	const { scene, register } = await twoKeys();
	const isCut = isWrite('documents');
	scene.host.between = (request, service) =>
		isCut(request) ? { status: 0, headers: {}, body: '' } : service(request);
	await refusal(() => register(KEY, at('https://one.test')));
	scene.host.between = (request, service) => service(request);
	await register(OTHER, at('https://one.test'));
	expect((await refusal(() => register(KEY, at('https://one.test')))).message).toContain(OTHER);
});

it('of two who want it at the same time one gets it, and a key that is registered keeps its settings', async () => {
	const { scene, register } = await twoKeys();
	await register(KEY, {});
	const http = scene.host.http.bind(scene.host);
	let met = false;
	Object.assign(scene.host, {
		http: async (request: Parameters<typeof http>[0]) => {
			if (!met && isWrite('due')({ ...request, path: request.url } as unknown as PlainRequest)) {
				met = true;
				await register(OTHER, at('https://one.test'));
			}
			return await http(request);
		},
	});
	const before = scene.stored().text;
	// A day before the one that it stands under is marked after the claim.
	const sooner = { ...at('https://one.test'), cadenceDays: 1, graceHours: 0.01 };
	expect((await refusal(() => register(KEY, sooner))).message).toContain(OTHER);
	expect(met).toBe(true);
	expect(scene.stored().text).toBe(before);
});
