import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { getAdmins } from '../shared/admins';
import { executeOperations } from '../shared/execute';
import { connections, properties } from './description';
import { operations } from './operations';

/** Keeps in the vault how a domain's DNS was approved to be, and tells what was changed since. */
export class DnsBaseline implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Keyturn DNS Baseline',
		name: 'dnsBaseline',
		icon: { light: 'file:../../icons/keyturn.svg', dark: 'file:../../icons/keyturn.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Compare a domain’s DNS and registration with what was approved, approve changes, and back zones up',
		defaults: { name: 'Keyturn DNS Baseline' },
		// Declared and off: an AI agent must not be able to approve anything. The type knows no other word for off.
		usableAsTool: undefined as never,
		...connections,
		credentials: [{ name: 'keyturnHashicorpVaultApi', required: true }],
		properties,
	};

	methods = { loadOptions: { getAdmins } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, { properties, operations, fileField: 'backup' });
	}
}
