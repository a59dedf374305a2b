import { refuseSecret } from '../../../core/secret-shapes';
import type { Operation } from '../../shared/operation';
import { SIMPLE_LOG } from './log-fields';

export const rotateKey: Operation = {
	resource: 'log',
	option: {
		name: 'Rotate Signing Key',
		value: 'rotateKey',
		action: 'Rotate the signing key of the log',
		description: 'Make a new signing key; the old one signs that it takes over',
	},
	fields: [
		{
			displayName: 'Confirmed By',
			name: 'confirmedBy',
			type: 'string',
			noDataExpression: true,
			default: '',
			required: true,
			placeholder: 'e.g. Ada Lovelace',
			description: 'The person who decides for it; stands in the audit log',
		},
		{
			displayName: 'Old Key Is Lost',
			name: 'lost',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description:
				'Whether the old key is gone from the vault and cannot sign any more. Whoever pinned it must then pin the new one by hand.',
		},
	],
	simple: SIMPLE_LOG,
	jobOf(ask) {
		const by = refuseSecret(ask('confirmedBy', ''), 'Confirmed By');
		const lost = ask<boolean>('lost', false);
		return {
			request: { by, lost },
			result: 'one each',
			run: async (keyturn) => [await keyturn.rotateLogKey(lost, by)],
		};
	},
};
