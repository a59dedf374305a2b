import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeParameters, IWorkflowBase } from 'n8n-workflow';

export const FOLDER = join(__dirname, '../../workflows/n8n');
export const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

export type Template = IWorkflowBase & { readonly meta: object; readonly tags: readonly unknown[] };

export const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
export const templateOf = (file: string): Template => JSON.parse(textOf(file)) as Template;

/**
 * The template as a person leaves it who followed its set-up: credential chosen, fields filled in. What is no credential
 * of Keyturn's is chosen by the name of its type; `switched` are nodes that he switched on or off.
 */
export function filledIn(
	file: string,
	credential: string,
	changes: Readonly<Record<string, INodeParameters>>,
	switched: Readonly<Record<string, boolean>> = {},
) {
	const template = templateOf(file);
	const nodes = template.nodes.map((node): INode => {
		const credentials = Object.fromEntries(
			Object.entries(node.credentials ?? {}).map(([type, { name }]) => [
				type,
				{ id: type.startsWith('keyturn') ? credential : type, name },
			]),
		);
		const disabled = !(switched[node.name] ?? node.disabled !== true);
		return { ...node, credentials, disabled, parameters: { ...node.parameters, ...changes[node.name] } };
	});
	return { ...template, nodes };
}

/** The parameters of a template's node that holds the domains, with these in it. */
export function withDomains(file: string, name: string, domains: string): INodeParameters {
	const { parameters } = templateOf(file).nodes.find((node) => node.name === name)!;
	const { assignments } = parameters['assignments'] as { assignments: INodeParameters[] };
	return { assignments: { assignments: [{ ...assignments[0]!, value: domains }] } };
}
