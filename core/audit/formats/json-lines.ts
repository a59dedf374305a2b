import { KeyturnError } from '../../errors';
import { utf8 } from '../../utf8';
import type { AuditFormat } from './format';

/** The leaves as they stand, one a line (jsonlines.org): the one format from which the log can be verified. */
export const jsonLines: AuditFormat = {
	title: 'JSON Lines',
	fileName: 'audit-log.jsonl',
	mediaType: 'application/jsonl',
	exact: true,
	open: () => ({
		head: '',
		line({ index, bytes }) {
			const text = utf8.decode(bytes);
			if (text === null || /[\n\r]/.test(text))
				throw new KeyturnError('FORGED', `Entry ${index} of the log`, 'it is not one line of UTF-8', {
					next: 'Keyturn writes none like it. Verify the log, and find out who can write to where it lies.',
				});
			return `${text}\n`;
		},
	}),
};
