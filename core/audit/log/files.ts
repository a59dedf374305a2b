import { concat } from '../../bytes';
import { utf8 } from '../../utf8';
import type { LogFiles } from '../verify/files';
import { writeEntries } from '../tiles/entry-bundle';
import { TILE_WIDTH, tilePath } from '../tiles/path';
import { leafHash } from '../tree/hashes';
import { checkpointPath, handoverPath, type OpenLog } from './log';
import { tailOf } from './position';

/** The log as the files that others know how to check (C2SP tlog-tiles), as far as it goes now. */
export function filesOf({ store, kept, position }: OpenLog): LogFiles {
	const { size } = position.range;
	const { keys } = kept.document;
	const last = { index: Math.floor(size / TILE_WIDTH), width: size % TILE_WIDTH };
	const made: Readonly<Record<string, () => Uint8Array>> = {
		keys: () => utf8.encode(keys.map(({ vkey }) => `${vkey}\n`).join('')),
		[tilePath({ level: 'entries', ...last })]: () => writeEntries(tailOf(position)),
		[tilePath({ level: 0, ...last })]: () => concat(...tailOf(position).map(leafHash)),
	};
	const elsewhere: Readonly<Record<string, string>> = {
		checkpoint: checkpointPath(size, keys.at(-1)?.id ?? 0),
		...Object.fromEntries(
			keys.flatMap(({ id, handedOverAt }) =>
				handedOverAt === null ? [] : [[`checkpoints/${String(handedOverAt)}`, handoverPath(id)]],
			),
		),
	};
	return {
		kept: keys.flatMap(({ handedOverAt }) => (handedOverAt === null ? [] : [handedOverAt])),
		read: async (path) => made[path]?.() ?? (await store.read(elsewhere[path] ?? path)),
	};
}
