import { auditSources } from '../../../core/audit/sources';
import type { SourceDriver } from '../../../core/audit/sources/source';
import { parsedJson } from '../../../core/parsed-json';
import { utf8 } from '../../../core/utf8';
import { KeyturnError } from '../../../core/errors';
import type { Operation } from '../../shared/operation';
import {
	messageField,
	ownOption,
	rowsOf,
	silentOption,
	SIMPLE_WATCH,
	watchName,
	watchOf,
} from './watch-fields';

const drivers: readonly SourceDriver[] = Object.values(auditSources);
const sending = drivers.filter(({ way, id }) => way === 'sent' && id !== 'keyturn');

export const receive: Operation = {
	resource: 'event',
	option: {
		name: 'Receive',
		value: 'receive',
		action: 'Receive key events',
		description:
			'Take in events that a forwarder sent to a Webhook node, if they are signed with your secret',
	},
	fields: [
		watchName,
		{
			displayName: 'Source',
			name: 'source',
			type: 'options',
			noDataExpression: true,
			options: sending.map(({ id, title, rights }) => ({ name: title, value: id, description: rights })),
			default: 'vault-audit-device',
			description: 'Whose events are sent',
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
				'The vault entry with the secret that the forwarder signs with. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Webhook Path',
			name: 'path',
			type: 'string',
			noDataExpression: true,
			default: '',
			required: true,
			placeholder: 'e.g. /webhook/vault-audit',
			description: 'The path of the Webhook node’s address; it is signed as well',
		},
		{
			displayName: 'Headers',
			name: 'headers',
			type: 'json',
			default: '={{ $json.headers }}',
			description: 'The headers of the request, as the Webhook node gives them',
		},
		{
			displayName: 'Input Binary Field',
			name: 'inputField',
			type: 'string',
			noDataExpression: true,
			default: 'data',
			required: true,
			hint: 'The name of the input binary field with the body; the Webhook node’s option Raw Body gives it',
			description: 'The body as it came: read as JSON and written anew, it has another signature',
		},
		messageField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [ownOption, silentOption],
		},
	],
	simple: SIMPLE_WATCH,
	jobOf(ask, input) {
		const order = { ...watchOf(ask), read: null };
		const [source, secret, path, field] = [
			ask('source', ''),
			ask('secret', ''),
			ask('path', ''),
			ask('inputField', 'data'),
		];
		const headers = headersOf(ask<unknown>('headers', {}));
		return {
			request: { item: input.item },
			result: 'rows',
			run: async (keyturn) => {
				const body = utf8.decode(new Uint8Array(await input.file(field)));
				if (body === null)
					throw new KeyturnError('BAD_INPUT', 'Input Binary Field', 'the body is no text in UTF-8');
				const hook = { method: 'POST', path, headers, body };
				return rowsOf(await keyturn.receiveEvents(order, { source, secret, hook }));
			},
		};
	},
};

function headersOf(given: unknown): Readonly<Record<string, string>> {
	const headers: unknown = typeof given === 'string' ? parsedJson(given) : given;
	if (typeof headers !== 'object' || headers === null)
		throw new KeyturnError('BAD_INPUT', 'Headers', 'these are no headers of a request', {
			next: 'Use {{ $json.headers }} of the Webhook node.',
		});
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
		),
	);
}
