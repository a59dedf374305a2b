import type { INodeProperties } from 'n8n-workflow';
import { logStores } from '../../../core/audit/stores';
import type { LogStoreDriver } from '../../../core/audit/stores/store';
import { KeyturnError } from '../../../core/errors';
import { settingsOf } from '../../shared/driver-settings';
import type { Operation } from '../../shared/operation';
import * as stores from '../store-fields';
import { SIMPLE_LOG } from './log-fields';

const drivers: Readonly<Record<string, LogStoreDriver>> = logStores;
const withAdmin = Object.values(drivers)
	.filter(({ admin }) => admin !== null)
	.map(({ id }) => id);

const fields: readonly INodeProperties[] = [
	{
		displayName: 'Store',
		name: 'store',
		type: 'options',
		noDataExpression: true,
		options: stores.choices,
		default: 'in-vault',
		description: 'Where the log lies. It stays there: a log that was begun elsewhere could not be compared.',
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
			'The vault entry with the store’s credential. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: { show: { store: withAdmin } },
	},
	...stores.fields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...stores.options].sort((a, b) => a.displayName.localeCompare(b.displayName)),
		displayOptions: { show: { store: withAdmin } },
	},
];

export const setUp: Operation = {
	resource: 'log',
	option: {
		name: 'Set Up',
		value: 'setUp',
		action: 'Set up the log',
		description: 'Begin the log in a store of your own; without this it lies in the vault',
	},
	fields,
	simple: SIMPLE_LOG,
	jobOf(ask) {
		const kind = ask('store', 'in-vault');
		const driver = Object.hasOwn(drivers, kind) ? drivers[kind] : undefined;
		if (driver === undefined) throw new KeyturnError('BAD_INPUT', 'Store', 'choose one from the list');
		const admin: string = ask('admin', '');
		const choice = {
			kind,
			settings: settingsOf(ask, kind, driver.fields, ask<Record<string, unknown>>('options', {})),
			admin: driver.admin === null ? null : admin === '' ? null : admin,
		};
		return { request: choice, result: 'one each', run: async (keyturn) => [await keyturn.beginLog(choice)] };
	},
};
