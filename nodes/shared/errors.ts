import { ExpressionError, NodeOperationError, type INode } from 'n8n-workflow';
import { KeyturnError } from '../../core/errors';

/**
 * The error that n8n shows and keeps: put together from sentences of ours. Never the failure itself, for n8n keeps all
 * that hangs on one, the body of an answer among it.
 */
export function nodeError(node: INode, failure: unknown, itemIndex?: number): NodeOperationError {
	const { message, next } = told(failure);
	return new NodeOperationError(node, message, {
		description: next,
		...(itemIndex === undefined ? {} : { itemIndex }),
	});
}

function told(failure: unknown): { message: string; next: string } {
	if (failure instanceof KeyturnError) return { message: failure.message, next: failure.next };
	if (failure instanceof NodeOperationError)
		return { message: failure.message, next: failure.description ?? '' };
	if (failure instanceof ExpressionError)
		return {
			message: 'An expression in one of the fields has no value.',
			next: 'Open the node and look for the field that n8n marks red.',
		};
	// A class that n8n keeps to itself.
	if (failure instanceof Error && failure.constructor.name === 'CredentialNotFoundError')
		return {
			message: 'The vault credential of this node is no longer in n8n.',
			next: 'Open the node, choose another credential, and publish the workflow again.',
		};
	return {
		message: 'Keyturn stopped at something it did not expect.',
		next: 'Run again: the work goes on where it stopped. If it stops again, report it with the version of Keyturn.',
	};
}
