import { filesOf } from '../audit/log/files';
import type { TakenUp } from '../audit/log/take-up';
import type { LogFiles } from '../audit/verify/files';
import { KeyturnError } from '../errors';
import { RESERVE_MS } from './audit-log';
import type { Context } from './context';

/**
 * The files of the log, as far as the time of the run goes. When it is over, the next run would not come further, so that
 * is told as BAD_INPUT; as OUT_OF_TIME only where the time went into bringing in what waited, which the next run need not do.
 */
export function timelyFiles(context: Context, { log, left }: TakenUp): LogFiles {
	const files = filesOf(log);
	const { size } = log.position.range;
	const isLate = left > 0 || context.budgetMs < 2 * RESERVE_MS;
	return {
		...files,
		read: async (path) => {
			if (context.budgetMs <= RESERVE_MS) throw isLate ? later() : tooLarge(size);
			return await files.read(path);
		},
	};
}

const later = () => new KeyturnError('OUT_OF_TIME', 'Audit log', 'there was no time left to read it');

const tooLarge = (size: number) =>
	new KeyturnError(
		'BAD_INPUT',
		'Audit log',
		`it has ${String(size)} entries, more than could be read in the time of one run`,
		{
			next: 'Do this with n8n, which has more time. A shorter period does not help: all entries are read to find those of a period.',
		},
	);
