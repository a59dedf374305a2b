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
	const values = layout.place(place);
	const entries: Readonly<Record<OfKeys, readonly string[]>> = {
		values: [values],
		pending: [layout.of('pending', name)],
		documents: [layout.of('documents', name)],
		admin: admin === null ? [] : [layout.of('admin', admin)],
		due: [layout.of('due', `2000-01-01/${name}`)],
		system: [layout.installation, layout.claimed(place), layout.sweep],
		audit: [layout.of('audit', `${name}/0/0`)],
	};
	const wanted: readonly Need[] = [
		...ofKeys.flatMap((folder) => entries[folder].flatMap((entry) => needsOf(layout, folder, entry))),
		{ path: `${layout.mount}/destroy/${values}`, needs: ['update'] },
	];
	const barred = [
		`${layout.mount}/metadata/${values}`,
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
		...needsOf(layout, 'zones', layout.of('zones', `${ANY}/state`)),
		dataOf(layout, 'system', layout.installation),
		dataOf(layout, 'audit', layout.of('audit', `${ANY}/0/0`)),
		...needsOf(layout, 'admin', layout.of('admin', ANY)),
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

/** The folders that looking after a key takes. */
type OfKeys = Exclude<Folder, 'zones'>;
const ofKeys = (Object.keys(folders) as Folder[]).filter((folder): folder is OfKeys => folder !== 'zones');

const dataOf = (layout: Layout, folder: Folder, entry: string): Need => ({
	path: `${layout.mount}/data/${entry}`,
	needs: folders[folder].data,
});

/** All that the table of folders asks for at one entry. Names are listed in the folder, all else is done to the entry. */
function needsOf(layout: Layout, folder: Folder, entry: string): Need[] {
	const about: readonly string[] = folders[folder].metadata;
	const [listing, rest] = [about.filter((each) => each === 'list'), about.filter((each) => each !== 'list')];
	return [
		dataOf(layout, folder, entry),
		{ path: `${layout.mount}/metadata/${entry}`, needs: rest },
		{ path: `${layout.mount}/metadata/${layout.folder(folder)}/`, needs: listing },
	].filter(({ needs }) => needs.length > 0);
}

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
