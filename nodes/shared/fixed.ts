import { NodeHelpers, type INode, type INodeProperties } from 'n8n-workflow';
import { KeyturnError } from '../../core/errors';

/**
 * Refuses an expression in a field that only the workflow's author may fill in. n8n's editor offers none there, but a
 * workflow's file can hold one, and then an item would choose the operation, the host or the confirmation.
 */
export function refuseExpressions(node: INode, properties: readonly INodeProperties[]): void {
	const shown = properties.filter((property) =>
		NodeHelpers.displayParameter(node.parameters, property, node, null),
	);
	for (const property of shown) {
		const value = node.parameters[property.name];
		if (property.noDataExpression === true) refuse(property, value);
		if (property.type === 'collection') refuseInside(property, value);
	}
}

function refuseInside({ options = [] }: INodeProperties, values: unknown): void {
	if (isExpression(values)) refuse({ displayName: 'Options' }, values);
	if (typeof values !== 'object' || values === null) return;
	for (const option of options as INodeProperties[])
		if (option.noDataExpression === true) refuse(option, (values as Record<string, unknown>)[option.name]);
}

function refuse({ displayName }: Pick<INodeProperties, 'displayName'>, value: unknown): void {
	if (holdsExpression(value))
		throw new KeyturnError('BAD_INPUT', displayName, 'it must be filled in by hand, not by an expression', {
			next: 'Choose it in the node itself, so that no item can change it.',
		});
}

function holdsExpression(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsExpression);
	return isExpression(value);
}

/** n8n strips the equals sign of some fields when it loads a workflow; the braces stay. */
const isExpression = (value: unknown) =>
	typeof value === 'string' && (value.startsWith('=') || value.includes('{{'));
