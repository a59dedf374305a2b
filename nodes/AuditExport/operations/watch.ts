import { auditSources } from '../../../core/audit/sources';
import type { SourceDriver } from '../../../core/audit/sources/source';
import { settingsOf } from '../../shared/driver-settings';
import type { Operation } from '../../shared/operation';
import * as sources from '../source-fields';
import {
	messageField,
	ownOption,
	rowsOf,
	silentOption,
	SIMPLE_WATCH,
	watchName,
	watchOf,
} from './watch-fields';

const NOTHING = 'none';
const drivers: Readonly<Record<string, SourceDriver>> = auditSources;
const asked = sources.choices.map(({ value }) => value as string);

export const watch: Operation = {
	resource: 'event',
	option: {
		name: 'Watch',
		value: 'watch',
		action: 'Watch for key events',
		description:
			'Look at a source, at the managed keys and at the log, and tell what began to be wrong and what is over',
	},
	fields: [
		watchName,
		{
			displayName: 'Source',
			name: 'source',
			type: 'options',
			noDataExpression: true,
			options: [
				...sources.choices,
				{
					name: 'Keyturn Alone',
					value: NOTHING,
					description: 'How keys and log stand, without anybody else’s events',
				},
			].sort((a, b) => a.name.localeCompare(b.name)),
			default: NOTHING,
			description: 'Whose events are looked at as well. What is sent to a webhook goes through Receive.',
		},
		{
			displayName: 'Admin Credential Name or ID',
			name: 'admin',
			type: 'options',
			noDataExpression: true,
			typeOptions: { loadOptionsMethod: 'getAdmins' },
			default: '',
			required: true,
			description:
				'The vault entry with the source’s credential. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			displayOptions: { show: { source: asked } },
		},
		...sources.fields,
		messageField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [...sources.options, ownOption, silentOption].sort((a, b) =>
				a.displayName.localeCompare(b.displayName),
			),
		},
	],
	simple: SIMPLE_WATCH,
	jobOf(ask) {
		const source: string = ask('source', NOTHING);
		const admin: string = ask('admin', '');
		const driver = Object.hasOwn(drivers, source) ? drivers[source] : undefined;
		const read =
			source === NOTHING
				? null
				: {
						source,
						settings: settingsOf(
							ask,
							source,
							driver?.fields ?? [],
							ask<Record<string, unknown>>('options', {}),
						),
						admin: admin === '' ? null : admin,
					};
		const order = { ...watchOf(ask), read };
		return {
			request: order,
			result: 'rows',
			run: async (keyturn) => rowsOf(await keyturn.watchEvents(order)),
		};
	},
};
