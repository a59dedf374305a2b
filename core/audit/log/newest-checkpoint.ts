import { equalBytes } from '../../bytes';
import { KeyturnError } from '../../errors';
import { utf8 } from '../../utf8';
import { readCheckpoint } from '../note/checkpoint';
import { readVerifierKey } from '../note/key';
import { readNote, signersOf } from '../note/note';
import { filesOf } from './files';
import type { OpenLog } from './log';
import { reading } from './reading';

/**
 * The text of the newest checkpoint, to be handed on. It comes from the store, where others may write: throws FORGED
 * unless the log's own keys signed it, and nobody else did, and it tells of this log as it is known here. Empty while the
 * log is: the time of a run can be over before the first entry is in.
 */
export async function newestCheckpoint(log: OpenLog): Promise<string> {
	const { kept, store, position } = log;
	if (position.n === 0) return '';
	const { origin, keys } = kept.document;
	const where = `Audit log (${store.where})`;
	const bytes = await filesOf(log).read('checkpoint');
	if (bytes === null) throw new KeyturnError('FORGED', where, 'its newest checkpoint is gone');
	const isOurs = reading(where, () => {
		const note = readNote(bytes);
		const told = readCheckpoint(note.text);
		return (
			signersOf(
				note,
				keys.map(({ vkey }) => readVerifierKey(vkey)),
			).length === note.signatures.length &&
			told.origin === origin &&
			told.size === position.range.size &&
			equalBytes(told.root, position.range.root())
		);
	});
	const text = utf8.decode(bytes);
	if (text === null || !isOurs)
		throw new KeyturnError('FORGED', where, 'its newest checkpoint is not what was signed');
	return text;
}
