import { KeyturnError } from '../errors';

/** What every report says where the vault cannot hold a log. */
export const NOT_SET_UP = 'Audit log not set up';

/** What a person does about it. */
export const SET_IT_UP =
	'Set up the audit log: connect Keyturn to a vault that can hold one, such as OpenBao or HashiCorp Vault with KV version 2, and run *Get Checkpoint* there. Until then what Keyturn did waits in the vault’s documents, and nothing of it is lost.';

/** What is thrown, with the code NOT_NOW, where a log is needed and the vault cannot hold one. */
export const notSetUp = () =>
	new KeyturnError('NOT_NOW', NOT_SET_UP, 'this vault cannot keep entries that are created once', {
		next: SET_IT_UP,
	});
