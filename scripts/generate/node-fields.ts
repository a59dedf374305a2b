import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field } from '../../core/fields';
import type { ProviderDriver } from '../../core/providers/provider';
import { parameterName } from '../../nodes/RotateKey/parameter-name';
import { isOption } from '../../nodes/RotateKey/registration';

/** One driver field as n8n's form has it. */
export function property(field: Field, name = field.name): INodeProperties {
	const { label, help, placeholder, options } = field;
	return {
		displayName: label,
		name,
		type: options === undefined ? 'string' : 'options',
		...(field.secret === true ? { typeOptions: { password: true } } : {}),
		...(options === undefined ? {} : { options: choices(options) }),
		default: field.default ?? '',
		...(placeholder === undefined ? {} : { placeholder }),
		description: help,
	};
}

const choices = (options: NonNullable<Field['options']>): INodePropertyOptions[] =>
	options.map(({ value, label }) => ({ name: label, value })).sort((a, b) => a.name.localeCompare(b.name));

/** What the Register form asks for each provider: what must be filled in, and what stands under "Add option". */
export function providerForms(drivers: readonly ProviderDriver[]) {
	return {
		providerChoices: drivers
			.map(({ id, title }) => ({ name: title, value: id }))
			.sort((a, b) => a.name.localeCompare(b.name)),
		providersWithAdmin: drivers.filter(({ made }) => made === 'by Keyturn').map(({ id }) => id),
		providerFields: drivers.flatMap(({ id, fields }) =>
			fields.filter((field) => !isOption(field)).map((field) => required(id, field)),
		),
		providerOptions: drivers.flatMap(({ id, fields }) =>
			fields.filter(isOption).map((field) => optional(id, field)),
		),
	};
}

const required = (provider: string, field: Field): INodeProperties => ({
	...property(field, parameterName(provider, field.name)),
	required: true,
	noDataExpression: true,
	displayOptions: { show: { resource: ['key'], operation: ['register'], provider: [provider] } },
});

function optional(provider: string, field: Field): INodeProperties {
	const { showFor } = field;
	const other = showFor && { [parameterName(provider, showFor.field)]: [...showFor.values] };
	return {
		...property(field, parameterName(provider, field.name)),
		noDataExpression: true,
		displayOptions: { show: { '/provider': [provider], ...other } },
	};
}
