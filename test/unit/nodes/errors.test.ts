import { inspect } from 'node:util';
import { ExpressionError, type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { KeyturnError } from '../../../core/errors';
import { nodeError } from '../../../nodes/shared/errors';

const NODE: INode = {
	id: 'a',
	name: 'Keyturn',
	type: 'n8n-nodes-keyturn.rotateKey',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const SECRET = 'value-of-the-test-5f0c9d1e7a3b';

/** As n8n names a class that it keeps to itself. */
class CredentialNotFoundError extends Error {}

const withBody = Object.assign(new Error(`refused ${SECRET}`), {
	response: { status: 403, data: SECRET, statusText: SECRET },
	cause: new Error(SECRET),
	config: { headers: { authorization: SECRET } },
});

test.each<[string, unknown, string, RegExp]>([
	['a failure of ours', new KeyturnError('NOT_NOW', 'a.b', 'no'), 'a.b: no', /^The sentence says/],
	[
		'a sentence for the node',
		new NodeOperationError(NODE, 'ours', { description: 'Do this.' }),
		'ours',
		/^Do this\.$/,
	],
	['an expression', new ExpressionError(SECRET), 'An expression in one of the fields has no value.', /red/],
	[
		'a credential that is gone',
		new CredentialNotFoundError(SECRET),
		'The vault credential of this node is no longer in n8n.',
		/choose another credential/,
	],
	['a client’s failure', withBody, 'Keyturn stopped at something it did not expect.', /^Run again/],
	[
		'a failure of n8n’s client',
		new NodeApiError(NODE, { message: SECRET, body: SECRET }),
		'Keyturn stopped at something it did not expect.',
		/^Run again/,
	],
	['a text', SECRET, 'Keyturn stopped at something it did not expect.', /^Run again/],
	['nothing', undefined, 'Keyturn stopped at something it did not expect.', /^Run again/],
])('%s is told in words of ours, with nothing that hung on it', (_what, failure, says, next) => {
	const error = nodeError(NODE, failure, 3);
	expect(error).toBeInstanceOf(NodeOperationError);
	expect(error.message).toBe(says);
	expect(error.description).toMatch(next);
	expect(error.context['itemIndex']).toBe(3);
	expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(SECRET);
	expect(nodeError(NODE, failure).context['itemIndex']).toBeUndefined();
});
