import type { INodeProperties } from 'n8n-workflow';
import type { BackupReport } from '../../../core/dns/backup/report';
import type { Resolvers } from '../../../core/dns/endpoints';
import { dnsHosts } from '../../../core/dns/hosts';
import type { DnsHostDriver } from '../../../core/dns/hosts/host';
import type { BackupOrder } from '../../../core/operations/back-up-zone';
import type { Ask } from '../../shared/answer-items';
import { firstResolver, secondResolver } from '../../shared/resolvers';
import { settingsOf } from '../../shared/driver-settings';
import * as hosts from '../host-fields';
import { domainField } from '../../shared/domain-field';
import { domainOf } from './zone-fields';

/** Which zone, at which host, by which credential; only the workflow's author names the host and the credential. */
export const backupFields: readonly INodeProperties[] = [
	domainField,
	{
		displayName: 'DNS Host',
		name: 'dnsHost',
		type: 'options',
		noDataExpression: true,
		options: hosts.choices,
		default: 'cloudflare',
		description: 'Who keeps the zone',
	},
	...hosts.fields,
	{
		displayName: 'Admin Credential Name or ID',
		name: 'admin',
		type: 'options',
		noDataExpression: true,
		typeOptions: { loadOptionsMethod: 'getAdmins' },
		default: '',
		required: true,
		description:
			'The vault entry with the DNS host’s credential; reading this one zone is enough. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Encrypted File',
		name: 'encryptedFile',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description: 'Whether to hand out the backup as an encrypted file, for the copy that is kept off-line',
	},
];

export const backupOptions = (...more: readonly INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...hosts.options, firstResolver, secondResolver, ...more].sort((a, b) =>
		a.displayName.localeCompare(b.displayName),
	),
});

export type BackupOptions = Resolvers & Readonly<Record<string, string>>;

export function orderOf(ask: Ask): BackupOrder {
	const host = ask('dnsHost', '');
	const options = ask<BackupOptions>('options', {});
	const driver: DnsHostDriver | undefined = Object.hasOwn(dnsHosts, host)
		? dnsHosts[host as keyof typeof dnsHosts]
		: undefined;
	return {
		domain: domainOf(ask),
		host,
		settings: settingsOf(ask, host, driver?.fields ?? [], options),
		admin: ask('admin', ''),
		withFile: ask<boolean>('encryptedFile', false),
	};
}

/** What most workflows go on with. */
export const SIMPLE_BACKUP: ReadonlyArray<keyof BackupReport> = [
	'domain',
	'status',
	'light',
	'sentence',
	'next',
	'backup',
	'lastSeenAt',
	'check',
	'findings',
	'notChecked',
];
