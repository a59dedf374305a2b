import type { INodeProperties } from 'n8n-workflow';
import type { TargetDriver } from '../../core/targets/target';
import { groupName } from '../../nodes/shared/parameter-name';
import { property } from './node-fields';
import { titleCase } from './title-case';

/** The option "Targets" of Register: one group for each kind, of which a key may have several. */
export function targetOption(drivers: readonly TargetDriver[]): INodeProperties {
	return {
		displayName: 'Targets',
		name: 'targets',
		type: 'fixedCollection',
		noDataExpression: true,
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Target',
		description:
			'Places that hold a copy of the key, or have to be told of a new one. None for an app that reads the vault.',
		options: drivers
			.map((driver) => ({
				displayName: titleCase(driver.title),
				name: groupName(driver.id),
				values: values(driver),
			}))
			.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

const values = ({ fields, rights }: TargetDriver): INodeProperties[] =>
	[
		...fields.map((field) => ({ ...property(field), noDataExpression: true })),
		{ ...admin, description: `${rights}. ${admin.description}` },
	].sort((a, b) => a.displayName.localeCompare(b.displayName));

const admin = {
	displayName: 'Admin Credential Name or ID',
	name: 'admin',
	type: 'options',
	noDataExpression: true,
	typeOptions: { loadOptionsMethod: 'getAdmins' },
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
} as const satisfies INodeProperties;
