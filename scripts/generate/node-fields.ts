import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field } from '../../core/fields';
import type { ProviderDriver } from '../../core/providers/provider';
import { parameterName } from '../../nodes/shared/parameter-name';
import { isOption } from '../../nodes/RotateKey/registration';
import { titleCase } from './title-case';

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
	return {
		...property(field, parameterName(provider, field.name)),
		noDataExpression: true,
		displayOptions: { show: { '/provider': [provider], ...shownFor(provider, field) } },
	};
}

/** A driver of which a person chooses one in a form. */
interface Chosen {
	readonly id: string;
	readonly title: string;
	readonly rights: string;
	readonly fields: readonly Field[];
}

/**
 * What a form asks for each driver that can be chosen in the parameter `choice`; what has a default stands under
 * "Add option".
 */
export function chosenForms(drivers: readonly Chosen[], choice: string) {
	const isSetting = ({ default: usual, optional }: Field) => usual === undefined && optional !== true;
	const fieldOf = (id: string, field: Field) => ({
		...property(field, parameterName(id, field.name)),
		noDataExpression: true,
	});
	return {
		choices: drivers
			.map(({ id, title, rights }) => ({
				name: titleCase(title),
				value: id,
				description: rights.replaceAll('`', ''),
			}))
			.sort((a, b) => a.name.localeCompare(b.name)),
		fields: drivers.flatMap(({ id, fields }) =>
			fields.filter(isSetting).map((field) => ({
				...fieldOf(id, field),
				required: true,
				displayOptions: { show: { [choice]: [id] } },
			})),
		),
		options: drivers.flatMap(({ id, fields }) =>
			fields
				.filter((field) => !isSetting(field))
				.map((field) => ({
					...fieldOf(id, field),
					displayOptions: { show: { [`/${choice}`]: [id], ...shownFor(id, field) } },
				})),
		),
	};
}

const shownFor = (id: string, { showFor }: Field) =>
	showFor && { [parameterName(id, showFor.field)]: [...showFor.values] };
