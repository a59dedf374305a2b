import type { INodeProperties } from 'n8n-workflow';
import { fixedKeyField, keyField, simplify } from './key-fields';

const showFor = (...operation: string[]) => ({ show: { resource: ['rotation'], operation } });
const inMode = (mode: string) => ({ show: { resource: ['rotation'], operation: ['rotate'], mode: [mode] } });

export const rotationFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['rotation'] } },
		options: [
			{
				name: 'Retire Old Key',
				value: 'retireOldKey',
				action: 'Retire old key',
				description: 'End the grace as soon as nothing can still use the old key, and revoke it',
			},
			{
				name: 'Roll Back',
				value: 'rollBack',
				action: 'Roll back a rotation',
				description: 'Go back to the old key, as long as its revocation has not begun',
			},
			{
				name: 'Rotate',
				value: 'rotate',
				action: 'Rotate a key',
				description: 'Begin a rotation, or move on the one that is under way, as far as it can go now',
			},
			{
				name: 'Rotate Due',
				value: 'rotateDue',
				action: 'Rotate due keys',
				description: 'Move on every key that is due or under way',
			},
		],
		default: 'rotate',
	},
	{
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Emergency',
				value: 'emergency',
				description: 'The key leaked or a person left: no grace, and what still uses the old key fails',
			},
			{
				name: 'Planned',
				value: 'planned',
				description: 'Both keys work during the grace, so that no call fails',
			},
		],
		default: 'planned',
		description: 'How fast the old key must go',
		displayOptions: showFor('rotate'),
	},
	keyField(inMode('planned')),
	fixedKeyField(inMode('emergency')),
	fixedKeyField(showFor('retireOldKey', 'rollBack')),
	{
		displayName: 'Confirmed By',
		name: 'confirmedBy',
		type: 'string',
		noDataExpression: true,
		default: '',
		required: true,
		placeholder: 'e.g. Ada Lovelace',
		description:
			'The person who has read what breaks (see Dry Run) and decides for it; stands in the audit log',
		displayOptions: inMode('emergency'),
	},
	{
		displayName: 'Confirmed By',
		name: 'confirmedBy',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. Ada Lovelace',
		description:
			'Only where Keyturn says that the death of the old key cannot be proved: who has revoked it at the provider; stands in the audit log. Empty it again afterwards: it would count for a later key as well.',
		displayOptions: showFor('retireOldKey'),
	},
	{
		displayName: 'Which Key Leaked',
		name: 'leaked',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Both', value: 'both', description: 'The key in use and the one before it' },
			{
				name: 'The Key Before',
				value: 'previous',
				description: 'The old key of a rotation that is under way',
			},
			{ name: 'The Key in Use', value: 'in use', description: 'The key that apps read now' },
		],
		default: 'in use',
		description: 'Keyturn never goes back to a key that leaked',
		displayOptions: inMode('emergency'),
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: showFor('rotate'),
		options: [
			{
				displayName: 'Dry Run',
				name: 'dryRun',
				type: 'boolean',
				noDataExpression: true,
				default: true,
				description:
					'Whether to show what would happen, what is missing and what would break, without changing anything',
			},
		],
	},
	simplify(showFor('retireOldKey', 'rollBack', 'rotate', 'rotateDue')),
];
