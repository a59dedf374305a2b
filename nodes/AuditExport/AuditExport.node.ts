import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { getAdmins } from '../shared/admins';
import { executeOperations } from '../shared/execute';
import { connections, credentials, properties } from './description';
import { operations } from './operations';

/** Gives out the audit log as evidence that others can check without Keyturn, and checks such evidence. */
export class AuditExport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Keyturn Audit Export',
		name: 'auditExport',
		icon: { light: 'file:../../icons/keyturn.svg', dark: 'file:../../icons/keyturn.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Export the audit log as evidence that anybody can check, check an export, and watch for key events',
		defaults: { name: 'Keyturn Audit Export' },
		// Declared and off: an AI agent must not be able to write into the log. The type knows no other word for off.
		usableAsTool: undefined as never,
		...connections,
		credentials,
		properties,
	};

	methods = { loadOptions: { getAdmins } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, { properties, operations, fileField: 'export' });
	}
}
