import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { nodeError } from './errors';
import { keyturnOf } from './vault';

/** The admin credentials that people put into the vault for Keyturn. */
export async function getAdmins(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const keyturn = await keyturnOf(this);
		return (await keyturn.admins()).map((name) => ({ name, value: name }));
	} catch (error) {
		throw nodeError(this.getNode(), error);
	}
}
