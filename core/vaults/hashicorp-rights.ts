import { z } from 'zod';
import { failure, read } from '../http';
import type { HashicorpClient } from './hashicorp-client';
import { folders, type Folder, type Layout } from './hashicorp-layout';
import type { Place, Rights } from './vault';

const capabilities = z.object({ data: z.record(z.string(), z.unknown()) });

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
	const wanted = [
		...own.map(([folder, entry]) => ({ path: layout.of(folder, entry), needs: folders[folder].data })),
		{ path: layout.place(place), needs: folders.values.data },
	].map(({ path, needs }) => ({ path: `${layout.mount}/data/${path}`, needs: needs as readonly string[] }));
	wanted.push(
		{ path: `${layout.mount}/metadata/${layout.folder('documents')}/`, needs: ['list'] },
		{ path: `${layout.mount}/metadata/${layout.folder('due')}/`, needs: ['list'] },
		{ path: `${layout.mount}/metadata/${layout.of('due', `2000-01-01/${name}`)}`, needs: ['delete'] },
		{ path: `${layout.mount}/metadata/${layout.place(place)}`, needs: ['read'] },
		{ path: `${layout.mount}/destroy/${layout.place(place)}`, needs: ['update'] },
	);
	const barred = [
		`${layout.mount}/metadata/${layout.place(place)}`,
		...(admin === null
			? []
			: [
					`${layout.mount}/metadata/${layout.of('admin', admin)}`,
					`${layout.mount}/data/${layout.of('admin', admin)}`,
				]),
	];

	const paths = [...new Set([...wanted.map(({ path }) => path), ...barred])];
	const response = await client.call({
		method: 'POST',
		path: 'sys/capabilities-self',
		json: { paths },
		what: 'look up its rights',
	});
	if (response.status !== 200) throw failure(response, 'Vault (look up rights)', 'LOGIN_REFUSED');
	const { data } = read(response, capabilities, 'Vault (look up rights)');
	const has = (path: string, right: string) => {
		const list: unknown = data[path];
		return Array.isArray(list) && (list.includes(right) || list.includes('root'));
	};
	return {
		missing: wanted.flatMap(({ path, needs }) =>
			needs.filter((right) => !has(path, right)).map((right) => `${right} on ${path}`),
		),
		excess: barred.flatMap((path) =>
			['create', 'update', 'patch'].filter((right) => has(path, right)).map((right) => `${right} on ${path}`),
		),
	};
}
