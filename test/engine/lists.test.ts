import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { searchKeys } from '../../nodes/RotateKey/lists';
import { getAdmins } from '../../nodes/shared/admins';
import { ADMIN, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());

/** An entry as registering makes one; a list reads its name alone. */
const registered = (...names: readonly string[]) =>
	Promise.all(
		names.map((name) =>
			world.asPerson('POST', `secret/data/keyturn/documents/${name}`, { data: { document: 'x' } }),
		),
	);
const numbered = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, n) => `key-${String(from + n).padStart(3, '0')}.dev`);

describe('the lists to pick from', () => {
	const context = (credential: object) =>
		({
			getCredentials: () => Promise.resolve(credential),
			getNode: () => ({ name: 'Keyturn', type: 'n8n-nodes-keyturn.rotateKey' }),
			getWorkflow: () => ({ id: 'w' }),
			helpers: {
				httpRequest: async ({
					url,
					method,
					headers,
					body,
				}: {
					url: string;
					method: string;
					headers: object;
					body?: string;
				}) => {
					const response = await fetch(url, { method, headers: { ...headers }, ...(body ? { body } : {}) });
					return {
						statusCode: response.status,
						headers: Object.fromEntries(response.headers),
						body: response.body,
					};
				},
			},
		}) as unknown as ILoadOptionsFunctions;

	const pages = async (filter?: string) => {
		const found: string[][] = [];
		for (let from: INodeListSearchResult['paginationToken'] = '0'; from !== undefined;) {
			const page: INodeListSearchResult = await searchKeys.call(context(world.credential), filter, from);
			expect(page.results.every(({ name, value }) => name === value)).toBe(true);
			found.push(page.results.map(({ name }) => name));
			from = page.paginationToken;
		}
		return found;
	};

	test('show each key once, a hundred at a time, and end with the last', async () => {
		await registered(...numbered(0, 100));
		expect(await pages()).toEqual([numbered(0, 100)]);
		await registered(...numbered(100, 205));
		expect(await pages()).toEqual([numbered(0, 100), numbered(100, 200), numbered(200, 205)]);
		expect(await pages('KEY-1')).toEqual([numbered(100, 200)]);
		expect((await searchKeys.call(context(world.credential))).results).toHaveLength(100);
		expect(await pages('nothing')).toEqual([[]]);
	});

	test('show what somebody typed a part of, and the admin credentials', async () => {
		await registered('whole.dev');
		expect(await pages('hole')).toEqual([['whole.dev']]);
		expect(await getAdmins.call(context(world.credential))).toEqual([{ name: ADMIN, value: ADMIN }]);
	});

	test('fail with a sentence of ours', async () => {
		const wrong = context({ ...world.credential, secretId: 'not-it' });
		await expect(searchKeys.call(wrong)).rejects.toMatchObject({
			message: expect.stringContaining('it refused the AppRole login'),
			description: expect.stringContaining('Renew the vault login'),
		});
		const nowhere = context({ ...world.credential, address: 'http://vault.example.com' });
		await expect(getAdmins.call(nowhere)).rejects.toMatchObject({
			message: expect.stringContaining('use https://'),
		});
	});
});
