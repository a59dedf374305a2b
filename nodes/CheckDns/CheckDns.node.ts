import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { connections, properties } from './description';
import { execute } from './execute';

/** Looks at a domain from outside and says what is wrong with it, in words that can be sent to whoever can mend it. */
export class CheckDns implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Keyturn Check DNS',
		name: 'checkDns',
		icon: { light: 'file:../../icons/keyturn.svg', dark: 'file:../../icons/keyturn.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["domain"] }}',
		description: 'Check a domain’s signatures, name servers, mail, certificates and registrar',
		defaults: { name: 'Keyturn Check DNS' },
		// Declared and off: names that an agent makes up are seen by the servers that answer for them. The type knows no other word for off.
		usableAsTool: undefined as never,
		...connections,
		properties,
	};

	execute = execute;
}
