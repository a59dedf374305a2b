import type { INodeProperties } from 'n8n-workflow';
import type { Verdict } from '../../../core/audit/verify/verdict';
import type { Given } from '../../../core/audit/verify/verify-log';
import type { Ask } from '../../shared/answer-items';
import { textsIn } from '../../shared/given';

/** What whoever verifies knows from elsewhere. */
export const givenFields: readonly INodeProperties[] = [
	{
		displayName: 'Pinned Key',
		name: 'pinned',
		type: 'string',
		default: '',
		placeholder: 'e.g. keyturn.dev/log/0123…+89abcdef+AQ…',
		description:
			'The log’s public key, as it was shown when the log was set up. Several are separated by commas. Without one the verdict is yellow at best.',
	},
	{
		displayName: 'Checkpoints From Outside',
		name: 'outside',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		placeholder: 'e.g. the text of an alert, a mail, a line of a log collector',
		description:
			'Anything in which checkpoints are that somebody outside kept; each of them is found and compared. Without one the verdict is yellow at best: not anchored.',
	},
];

export function givenOf(ask: Ask): Given {
	const outside = ask<unknown>('outside', '') ?? '';
	return {
		pinned: textsIn(ask<unknown>('pinned', '') ?? '', 'Pinned Key')
			.join()
			.split(',')
			.map((each) => each.trim())
			.filter((each) => each !== ''),
		outside: typeof outside === 'string' ? outside : JSON.stringify(outside),
	};
}

export const SIMPLE_VERDICT: readonly (keyof Verdict)[] = ['light', 'sentence', 'next', 'exitCode', 'log'];
