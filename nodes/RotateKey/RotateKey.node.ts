import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { getAdmins } from '../shared/admins';
import { connections, properties } from './description';
import { execute } from './execute';
import { searchKeys } from './lists';

/** Rotates API keys that live in a vault, so that no call fails and the old key is proved dead. */
export class RotateKey implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Keyturn Rotate Key',
		name: 'rotateKey',
		icon: { light: 'file:../../icons/keyturn.svg', dark: 'file:../../icons/keyturn.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Replace an API key in your vault, then prove the old one dead',
		defaults: { name: 'Keyturn Rotate Key' },
		// Declared and off: an AI agent must not be able to rotate keys. The type knows no other word for off.
		usableAsTool: undefined as never,
		...connections,
		credentials: [{ name: 'keyturnHashicorpVaultApi', required: true }],
		properties,
	};

	methods = { listSearch: { searchKeys }, loadOptions: { getAdmins } };

	execute = execute;
}
