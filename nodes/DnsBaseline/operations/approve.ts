import { endpointsOf, type Resolvers } from '../../../core/dns/endpoints';
import { domainField } from '../../shared/domain-field';
import type { Operation } from '../../shared/operation';
import { SIMPLE_REPORT, decisionFields, decisionOf, resolverOptions } from './zone-fields';

export const approve: Operation = {
	resource: 'zone',
	option: {
		name: 'Approve',
		value: 'approve',
		action: 'Approve how a zone stands',
		description: 'Take what was shown under a digest for the approved state, if it still stands so',
	},
	fields: [domainField, ...decisionFields, resolverOptions],
	simple: SIMPLE_REPORT,
	jobOf: (ask) => {
		const decision = decisionOf(ask);
		const asked = endpointsOf(ask<Resolvers>('options', {}));
		return {
			request: { decision, asked },
			result: 'one each',
			run: async (keyturn) => [await keyturn.approveZone(decision, asked)],
		};
	},
};
