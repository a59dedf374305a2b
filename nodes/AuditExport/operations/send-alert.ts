import { parsedJson } from '../../../core/parsed-json';
import type { Operation } from '../../shared/operation';

export const sendAlert: Operation = {
	resource: 'event',
	option: {
		name: 'Send Alert',
		value: 'sendAlert',
		action: 'Send an alert to a signed webhook',
		description: 'Tell an alert to a program of your own, in a request that is signed with your secret',
	},
	fields: [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			noDataExpression: true,
			default: '',
			required: true,
			placeholder: 'e.g. https://alerts.example.com/keyturn',
			description: 'The program’s address. Its origin must be among those allowed beside the secret.',
		},
		{
			displayName: 'Signing Secret Name or ID',
			name: 'secret',
			type: 'options',
			noDataExpression: true,
			typeOptions: { loadOptionsMethod: 'getAdmins' },
			default: '',
			required: true,
			description:
				'The vault entry with the secret that the program knows as well. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Alert',
			name: 'alert',
			type: 'json',
			default: '={{ $json.message }}',
			required: true,
			description: 'The alert as Watch or Receive wrote it, with Message For set to Signed Webhook',
		},
	],
	simple: ['light', 'sentence', 'next', 'status'],
	jobOf(ask) {
		const given = ask<unknown>('alert', {});
		const message: unknown = typeof given === 'string' ? parsedJson(given) : given;
		const order = { message, secret: ask('secret', ''), url: ask('url', '').trim() };
		return {
			request: order,
			result: 'one each',
			run: async (keyturn) => [await keyturn.sendAlert(order)],
		};
	},
};
