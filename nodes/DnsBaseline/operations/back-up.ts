import { endpointsOf, type Resolvers } from '../../../core/dns/endpoints';
import { backupFields, backupOptions, orderOf, SIMPLE_BACKUP } from './backup-fields';
import type { Operation } from '../../shared/operation';

export const backUp: Operation = {
	resource: 'zone',
	option: {
		name: 'Back Up',
		value: 'backUp',
		action: 'Back up a zone',
		description: 'Keep the zone in the vault, unless the last backup has it as it is, and prove the copy',
	},
	fields: [...backupFields, backupOptions()],
	simple: SIMPLE_BACKUP,
	jobOf(ask) {
		const order = orderOf(ask);
		const asked = endpointsOf(ask<Resolvers>('options', {}));
		return {
			request: { order, asked },
			result: 'one each',
			run: async (keyturn) => [await keyturn.backUpZone(order, asked)],
		};
	},
};
