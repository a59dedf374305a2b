import type { Action } from '../events/event';

/** What a request to a vault did, and to what. */
export interface Done {
	readonly action: Action;
	readonly operation: string;
	readonly target: string;
}

/** The part of an audit line that says so. */
export interface Asked {
	readonly operation: string;
	readonly path: string;
	/** Where the engine is mounted, with a slash at its end; older versions do not say. */
	readonly mountPoint: string | undefined;
	readonly mountType: string | undefined;
}

/** Version 2 of the key/value engine puts a word of its own after the mount: what it does, by operation. */
const kv2: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
	data: {
		read: 'secret read',
		create: 'secret written',
		update: 'secret written',
		patch: 'secret written',
		delete: 'secret deleted',
	},
	subkeys: { read: 'secret listed' },
	metadata: {
		list: 'secret listed',
		scan: 'secret listed',
		read: 'secret listed',
		create: 'secret written',
		update: 'secret written',
		patch: 'secret written',
		delete: 'secret deleted',
	},
	delete: { update: 'secret deleted', create: 'secret deleted' },
	destroy: { update: 'secret deleted', create: 'secret deleted' },
	undelete: { update: 'secret written', create: 'secret written' },
};
const kv1: Readonly<Record<string, Action>> = {
	read: 'secret read',
	list: 'secret listed',
	create: 'secret written',
	update: 'secret written',
	delete: 'secret deleted',
};

/** Paths that mean the same in every vault, and the operations that count there. */
const elsewhere: ReadonlyArray<readonly [path: RegExp, operation: RegExp, action: Action]> = [
	[/^auth\/.+\/login(?:\/|$)/, /update|create/, 'login'],
	[/^auth\/token\/(?:create|create-orphan)(?:\/|$)/, /update|create/, 'key created'],
	[/^auth\/.+\/(?:custom-)?secret-id$/, /update|create/, 'key created'],
	[/^auth\/.+\/secret-id(?:-accessor)?\/destroy$/, /./, 'key deleted'],
	[/^auth\/token\/revoke/, /./, 'key deleted'],
	[/^sys\/(?:leases\/)?revoke/, /./, 'key deleted'],
	[/^sys\/audit(?:\/|$)/, /update|create|delete/, 'audit changed'],
	[/^sys\/config\/auditing/, /update|create|delete/, 'audit changed'],
	[/^sys\/storage\/raft\/snapshot/, /read/, 'secret exported'],
	// What lies in the vault's store, without its engine's door.
	[/^sys\/raw\//, /read/, 'secret exported'],
	// All secrets or all log-ins of a mount at once; one that is moved is gone from where everybody reads it.
	[/^sys\/(?:mounts|namespaces)\/[^/]/, /delete/, 'secret deleted'],
	[/^sys\/remount$/, /update|create/, 'secret deleted'],
	[/^sys\/auth\/[^/]/, /delete/, 'key deleted'],
	// The last share of these gives a token that may do everything.
	[/^sys\/generate-(?:root|recovery-token|operation-token)\/update$/, /update|create/, 'key created'],
];

/** A key of the transit engine that is handed out. Where the line does not say what is mounted, the path decides. */
function isExport({ operation, path, mountPoint, mountType }: Asked): boolean {
	if (operation !== 'read' || (mountType !== undefined && mountType !== 'transit')) return false;
	const within = mountPoint === undefined ? path.slice(path.indexOf('/') + 1) : path.slice(mountPoint.length);
	return /^(?:export|backup|byok-export)\//.test(within);
}

/** What an audited request came to. A secret's target is its mount and path, without the engine's own word between. */
export function doneBy(asked: Asked): Done {
	const { operation, path, mountPoint, mountType } = asked;
	for (const [paths, operations, action] of elsewhere)
		if (paths.test(path) && operations.test(operation)) return { action, operation, target: path };
	if (isExport(asked)) return { action: 'secret exported', operation, target: path };
	if (mountType !== undefined && mountType !== 'kv' && mountType !== 'generic')
		return { action: 'other', operation, target: path };
	const first = path.indexOf('/');
	const mount = mountPoint ?? path.slice(0, first + 1);
	const [word = '', ...rest] = path.slice(mount.length).split('/');
	const done = Object.hasOwn(kv2, word) ? kv2[word] : undefined;
	if (done !== undefined) {
		const action = Object.hasOwn(done, operation) ? done[operation] : undefined;
		return { action: action ?? 'other', operation: `${operation} ${word}`, target: mount + rest.join('/') };
	}
	const action = mountType !== undefined && Object.hasOwn(kv1, operation) ? kv1[operation] : undefined;
	return { action: action ?? 'other', operation, target: path };
}
