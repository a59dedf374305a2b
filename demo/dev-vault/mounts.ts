import { own } from '../http/plain';
import type { Operation } from './acl';
import { failure, listing, noContent, notFound, respond, unsupported } from './call';
import type { Answer, Call } from './call';
import { deleteLatest, findSecret, patchData, readData, readSubkeys, writeData } from './kv2';
import { deleteMetadata, listMetadata, patchMetadata, readMetadata, writeMetadata } from './kv2-metadata';
import { deleteVersions, destroyVersions, undeleteVersions } from './kv2-versions';
import type { MountState, NamespaceState } from './state';

type MountHandler = (call: Call, mount: MountState, path: string) => Answer;
type Operations = Readonly<Partial<Record<Operation, MountHandler>>>;

const update = (handler: MountHandler): Operations => ({ create: handler, update: handler });

const KV2: Readonly<Record<string, Operations>> = {
	data: { ...update(writeData), read: readData, patch: patchData, delete: deleteLatest },
	metadata: {
		...update(writeMetadata),
		read: readMetadata,
		list: listMetadata,
		patch: patchMetadata,
		delete: deleteMetadata,
	},
	subkeys: { read: readSubkeys },
	delete: update(deleteVersions),
	undelete: update(undeleteVersions),
	destroy: update(destroyVersions),
	config: { ...update(writeConfig), read: readConfig },
};

const KV1: Operations = {
	...update((call, mount, path) => {
		if (Object.keys(call.body).length === 0) return failure(400, 'missing data fields');
		mount.plain[`/${path}`] = call.body;
		return noContent;
	}),
	read: (call, mount, path) => {
		const data = own(mount.plain, `/${path}`);
		return data === undefined ? notFound : respond(call, { data });
	},
	list: (call, mount, path) =>
		listing(
			call,
			Object.keys(mount.plain).map((key) => key.slice(1)),
			path === '' || path.endsWith('/') ? path : `${path}/`,
		),
	delete: (_call, mount, path) => {
		delete mount.plain[`/${path}`];
		return noContent;
	},
};

/** What the vault's own command line calls each operation, for the hint at a version 1 style path. */
const COMMANDS: Readonly<Record<Operation, string>> = {
	create: 'put',
	update: 'put',
	patch: 'patch',
	read: 'get',
	list: 'list',
	delete: 'delete',
};

function readConfig(call: Call, mount: MountState): Answer {
	const data = {
		cas_required: mount.casRequired,
		delete_version_after: '0s',
		max_versions: mount.maxVersions,
		metadata_cas_required: false,
	};
	return respond(call, { data });
}

function writeConfig(call: Call, mount: MountState): Answer {
	const { max_versions: maxVersions, cas_required: casRequired } = call.body;
	if (typeof maxVersions === 'number') mount.maxVersions = maxVersions;
	if (typeof casRequired === 'boolean') mount.casRequired = casRequired;
	return noContent;
}

export interface MountMatch {
	/** With its trailing slash. */
	readonly name: string;
	readonly mount: MountState;
	/** The path below the mount. */
	readonly rest: string;
}

/** The mount that a path lies in, the longest name first. */
export function findMount(namespace: NamespaceState, path: string): MountMatch | undefined {
	let longest: string | undefined;
	for (const name of Object.keys(namespace.mounts))
		if (name.length > (longest?.length ?? -1) && (path.startsWith(name) || `${path}/` === name))
			longest = name;
	const mount = longest === undefined ? undefined : namespace.mounts[longest];
	if (longest === undefined || mount === undefined) return undefined;
	return { name: longest, mount, rest: path.slice(longest.length) };
}

/** Whether the entry is there, which tells a create from an update. */
export function entryExists(namespace: NamespaceState, path: string): boolean {
	const match = findMount(namespace, path);
	if (match === undefined) return true;
	if (match.mount.version === 1) return own(match.mount.plain, `/${match.rest}`) !== undefined;
	const [, kind, rest] = /^(data|metadata)\/(.*)$/s.exec(match.rest) ?? [];
	return kind === undefined || findSecret(match.mount, rest ?? '') !== undefined;
}

export function handleMount(call: Call, match: MountMatch): Answer {
	const { mount, rest } = match;
	if (mount.version === 1) return (KV1[call.operation] ?? (() => unsupported))(call, mount, rest);
	const slash = rest.indexOf('/');
	const kind = slash < 0 ? rest : rest.slice(0, slash);
	const operations = own(KV2, kind);
	if (operations === undefined) return hint(call, invalidPath(call.operation));
	if (slash < 0 && kind !== 'config') {
		return hint(call, 'Non-listing operations on the root of a K/V v2 mount are not supported.');
	}
	return (operations[call.operation] ?? (() => unsupported))(call, mount, rest.slice(slash + 1));
}

function hint(call: Call, warning: string): Answer {
	return respond(call, { status: 404, warnings: [warning] });
}

function invalidPath(operation: Operation): string {
	return (
		'Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints ' +
		`to use. If using the OpenBao CLI, use 'bao kv ${COMMANDS[operation]}' for this operation.`
	);
}
