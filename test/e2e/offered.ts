import {
	NodeHelpers,
	type INodeCredentialDescription,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
} from 'n8n-workflow';
import { AuditExport } from '../../nodes/AuditExport/AuditExport.node';
import { DnsBaseline } from '../../nodes/DnsBaseline/DnsBaseline.node';
import { RotateKey } from '../../nodes/RotateKey/RotateKey.node';
import { CREDENTIAL, OWN } from './world';

/** A name that nobody has registered. */
const GUESSED = 'guessed.dev';

/** One thing that a node can be asked for which needs the Keyturn credential. */
export interface Offered {
	/** The node's name in n8n. */
	readonly node: string;
	readonly resource: string;
	readonly operation: string;
	/** The form, with everything filled in that n8n insists on. */
	readonly parameters: INodeParameters;
}

/** Everything that needs the Keyturn credential, as the nodes' own descriptions tell it. */
export const offered: readonly Offered[] = [new AuditExport(), new DnsBaseline(), new RotateKey()].flatMap(
	offeredBy,
);

/** The form of one of them as somebody else fills it in; throws for what no node offers. */
export function formOf<More extends object>(node: string, resource: string, operation: string, more: More) {
	const isOffered = offered.some(
		(each) => each.node === node && each.resource === resource && each.operation === operation,
	);
	if (!isOffered) throw new Error(`${node} has nothing that is named ${resource}: ${operation}`);
	return { resource, operation, ...more };
}

function offeredBy({ description }: INodeType): Offered[] {
	const { name, properties, credentials = [] } = description;
	const version = { typeVersion: 1 };
	/** The form with these choices, and what n8n fills in by itself. */
	const asShown = (chosen: INodeParameters) =>
		NodeHelpers.getNodeParameters(properties, chosen, true, false, version, description) ?? chosen;
	const isShown = (chosen: INodeParameters, part: INodeProperties | INodeCredentialDescription) =>
		NodeHelpers.displayParameter(asShown(chosen), part, version, description);
	const fieldsFor = (chosen: INodeParameters) => properties.filter((field) => isShown(chosen, field));
	const choicesOf = (field: string, chosen: INodeParameters) =>
		fieldsFor(chosen)
			.filter((each) => each.name === field)
			.flatMap(({ options = [] }) => options as INodePropertyOptions[])
			.map(({ value }) => String(value));
	return choicesOf('resource', {})
		.flatMap((resource) => choicesOf('operation', { resource }).map((operation) => ({ resource, operation })))
		.filter((chosen) => credentials.some((each) => each.name === CREDENTIAL && isShown(chosen, each)))
		.map((chosen) => ({
			node: OWN + name,
			...chosen,
			parameters: { ...chosen, ...insistedOn(fieldsFor(chosen)) },
		}));
}

/** Values for the fields that must not be left empty, or that an item would bring. */
function insistedOn(fields: readonly INodeProperties[]): INodeParameters {
	return Object.fromEntries(
		fields.flatMap(({ name, type, required, default: usual }): [string, INodeParameters | string][] => {
			if (type === 'json') return [[name, '{}']];
			if (required !== true) return [];
			if (type === 'resourceLocator') return [[name, { __rl: true, mode: 'name', value: GUESSED }]];
			return usual === '' ? [[name, GUESSED]] : [];
		}),
	);
}
