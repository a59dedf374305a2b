import { z } from 'zod';
import { failure, read } from '../http';
import type { HashicorpClient } from './hashicorp-client';
import { folders, type Folder, type Layout } from './hashicorp-layout';
import type { Place, Rights } from './vault';

const capabilities = z.object({ data: z.record(z.string(), z.unknown()) });

/** One path, and what the login needs there. */
interface Need {
	readonly path: string;
	readonly needs: readonly string[];
}

/** Asks the vault in one call what the login may do on every path that one key's rotation touches. */
export async function lookUpRights(
	client: HashicorpClient,
	layout: Layout,
	name: string,
	place: Place,
	admin: string | null,
): Promise<Rights> {
	const own: ReadonlyArray<readonly [Folder, string]> = [
		['pending', name],
		['documents', name],
		['due', `2000-01-01/${name}`],
		['system', 'installation'],
		['audit', `${name}/0/0`],
		...(admin === null ? [] : [['admin', admin] as const]),
	];
	const wanted: readonly Need[] = [
		...own.map(([folder, entry]) => dataOf(layout, folder, entry)),
		{ path: `${layout.mount}/data/${layout.place(place)}`, needs: folders.values.data },
		listOf(layout, 'documents'),
		listOf(layout, 'due'),
		{ path: `${layout.mount}/metadata/${layout.of('due', `2000-01-01/${name}`)}`, needs: ['delete'] },
		{ path: `${layout.mount}/metadata/${layout.place(place)}`, needs: ['read'] },
		{ path: `${layout.mount}/destroy/${layout.place(place)}`, needs: ['update'] },
	];
	const barred = [
		`${layout.mount}/metadata/${layout.place(place)}`,
		...(admin === null
			? []
			: [
					`${layout.mount}/metadata/${layout.of('admin', admin)}`,
					`${layout.mount}/data/${layout.of('admin', admin)}`,
				]),
	];
	const has = await capabilitiesOf(client, [...wanted.map(({ path }) => path), ...barred]);
	return {
		missing: missingOf(wanted, has),
		excess: barred.flatMap((path) =>
			['create', 'update', 'patch'].filter((right) => has(path, right)).map((right) => `${right} on ${path}`),
		),
	};
}

/** The same for what is kept about DNS zones: their folder, the log of what was decided, the key that seals both, the hosts' credentials. */
export async function lookUpZoneRights(client: HashicorpClient, layout: Layout): Promise<readonly string[]> {
	const wanted = [
		dataOf(layout, 'zones', `${ANY}/state`),
		listOf(layout, 'zones'),
		dataOf(layout, 'system', 'installation'),
		dataOf(layout, 'audit', `${ANY}/0/0`),
		dataOf(layout, 'admin', ANY),
		listOf(layout, 'admin'),
	];
	return missingOf(
		wanted,
		await capabilitiesOf(
			client,
			wanted.map(({ path }) => path),
		),
	);
}

/** Stands for any entry: rights are given by folder. */
const ANY = 'any';

const dataOf = (layout: Layout, folder: Folder, entry: string): Need => ({
	path: `${layout.mount}/data/${layout.of(folder, entry)}`,
	needs: folders[folder].data,
});

const listOf = (layout: Layout, folder: Folder): Need => ({
	path: `${layout.mount}/metadata/${layout.folder(folder)}/`,
	needs: ['list'],
});

type Has = (path: string, right: string) => boolean;

async function capabilitiesOf(client: HashicorpClient, paths: readonly string[]): Promise<Has> {
	const response = await client.call({
		method: 'POST',
		path: 'sys/capabilities-self',
		json: { paths: [...new Set(paths)] },
		what: 'look up its rights',
	});
	if (response.status !== 200) throw failure(response, 'Vault (look up rights)', 'LOGIN_REFUSED');
	const { data } = read(response, capabilities, 'Vault (look up rights)');
	return (path, right) => {
		const list: unknown = data[path];
		return Array.isArray(list) && (list.includes(right) || list.includes('root'));
	};
}

const missingOf = (wanted: readonly Need[], has: Has): string[] =>
	wanted.flatMap(({ path, needs }) =>
		needs.filter((right) => !has(path, right)).map((right) => `${right} on ${path}`),
	);
