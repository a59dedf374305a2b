import type { INodeProperties } from 'n8n-workflow';
import { endpointsOf } from '../../../core/dns/endpoints';
import { refuseSecret } from '../../../core/secret-shapes';
import { type BackupOptions, backupFields, backupOptions, orderOf, SIMPLE_BACKUP } from './backup-fields';
import type { Operation } from '../../shared/operation';

const confirmedBy: INodeProperties = {
	displayName: 'Off-Line Copy Confirmed By',
	name: 'confirmedBy',
	type: 'string',
	noDataExpression: true,
	default: '',
	placeholder: 'e.g. Ada Lovelace',
	description:
		'The person who has put the encrypted file where no program can change it; stands in the audit log',
};

export const checkBackup: Operation = {
	resource: 'zone',
	option: {
		name: 'Check Backup',
		value: 'checkBackup',
		action: 'Check the backup of a zone',
		description: 'Hold the last backup against the DNS host and the live DNS, without making a new one',
	},
	fields: [...backupFields, backupOptions(confirmedBy)],
	simple: SIMPLE_BACKUP,
	jobOf(ask) {
		const options = ask<BackupOptions>('options', {});
		const { confirmedBy: by = '' } = options;
		const person = refuseSecret(by.trim().slice(0, 200), 'Off-Line Copy Confirmed By');
		const order = { ...orderOf(ask), confirmedBy: person === '' ? null : person };
		const asked = endpointsOf(options);
		return {
			request: { order, asked },
			result: 'one each',
			run: async (keyturn) => [await keyturn.checkBackup(order, asked)],
		};
	},
};
