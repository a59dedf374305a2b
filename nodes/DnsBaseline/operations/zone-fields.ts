import type { INodeProperties } from 'n8n-workflow';
import { parseDomain } from '../../../core/dns/domain';
import type { Name } from '../../../core/dns/wire/name';
import type { Person } from '../../../core/dns/watch/document';
import type { ZoneDecision } from '../../../core/operations/decide-zone';
import type { ZoneReport } from '../../../core/dns/watch/report';
import { refuseSecret } from '../../../core/secret-shapes';
import type { Ask } from '../../shared/answer-items';
import { firstResolver, secondResolver } from '../../shared/resolvers';

export const resolverOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [firstResolver, secondResolver],
};

/** The fields of a decision. Who decides comes from an item only where the author chose that it does. */
export const decisionFields: readonly INodeProperties[] = [
	{
		displayName: 'Digest',
		name: 'digest',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.digest }}',
		description: 'Stands for exactly what was shown: the result of Compare has it. It can be used once.',
	},
	{
		displayName: 'Person Is Told By',
		name: 'how',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Approval Step',
				value: 'platform',
				description: 'The answer of a step that waits for a person, such as Send and Wait',
			},
			{
				name: 'Form Answer',
				value: 'form',
				description: 'A name that somebody typed into a form, such as the one of a Wait node',
			},
			{ name: 'Typed Here', value: 'typed', description: 'The name is typed here, by whoever runs it' },
		],
		default: 'typed',
		description: 'How it is known who decides; stands in the audit log',
	},
	{
		displayName: 'Person',
		name: 'person',
		type: 'string',
		noDataExpression: true,
		default: '',
		required: true,
		placeholder: 'e.g. Ada Lovelace',
		description: 'Who has read what changed, and decides; stands in the audit log',
		displayOptions: { show: { how: ['typed'] } },
	},
	{
		displayName: 'Person',
		name: 'answeredBy',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.data.user }}',
		description: 'Who answered, as the form or the approval step tells it; stands in the audit log',
		displayOptions: { show: { how: ['form', 'platform'] } },
	},
];

export function domainOf(ask: Ask): Name {
	const given = ask<unknown>('domain');
	return parseDomain(typeof given === 'string' ? given : '');
}

export function decisionOf(ask: Ask): ZoneDecision {
	const text = (name: string) => {
		const given = ask<unknown>(name, '');
		return typeof given === 'string' ? given.trim() : '';
	};
	const told: string = ask('how', 'typed');
	const name = refuseSecret(text(told === 'typed' ? 'person' : 'answeredBy'), 'Person');
	// Whatever somebody typed is no more than that, wherever he did.
	const how: Person['how'] = told === 'platform' ? 'platform' : 'typed';
	return { domain: domainOf(ask), digest: text('digest'), by: { name, how } };
}

/** What most workflows go on with. */
export const SIMPLE_REPORT: ReadonlyArray<keyof ZoneReport> = [
	'domain',
	'status',
	'light',
	'sentence',
	'next',
	'alert',
	'changes',
	'notSeen',
	'digest',
	'expiresAt',
];
