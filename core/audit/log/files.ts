import { utf8 } from '../../utf8';
import { entryBundle } from '../tiles/entries';
import { entriesPath, joinHashes, tilePath, TILE_WIDTH } from '../tiles/paths';
import { leafHash } from '../tree/hash';
import { checkpointPath, type OpenLog } from './log';
import { handoverPath } from './signing-keys';
import { tailOf } from './position';

/** Something that files of a log are read from: a store, a bundle, a folder. */
export interface LogFiles {
	/** Null when there is no such file. */
	read(path: string): Promise<Uint8Array | null>;
}

/** The log as the files that others know how to check (C2SP tlog-tiles), as far as it goes now. */
export function filesOf({ store, kept, position }: OpenLog): LogFiles {
	const { size } = position.range;
	const { keys } = kept.document;
	const [index, width] = [Math.floor(size / TILE_WIDTH), size % TILE_WIDTH];
	const made: Readonly<Record<string, () => Uint8Array>> = {
		keys: () => utf8.encode(keys.map(({ vkey }) => `${vkey}\n`).join('')),
		[entriesPath(index, width)]: () => entryBundle(tailOf(position)),
		[tilePath(0, index, width)]: () => joinHashes(tailOf(position).map(leafHash)),
	};
	const elsewhere: Readonly<Record<string, string>> = {
		checkpoint: checkpointPath(size),
		...Object.fromEntries(
			keys.flatMap(({ id, handedOverAt }) =>
				handedOverAt === null ? [] : [[`checkpoints/${String(handedOverAt)}`, handoverPath(id)]],
			),
		),
	};
	return {
		read: async (path) => made[path]?.() ?? (await store.read(elsewhere[path] ?? path)),
	};
}
