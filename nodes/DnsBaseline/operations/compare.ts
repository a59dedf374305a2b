import { endpointsOf, type Resolvers } from '../../../core/dns/endpoints';
import { domainField } from '../../shared/domain-field';
import type { Operation } from '../../shared/operation';
import { SIMPLE_REPORT, domainOf, resolverOptions } from './zone-fields';

export const compare: Operation = {
	resource: 'zone',
	option: {
		name: 'Compare',
		value: 'compare',
		action: 'Compare a zone with what was approved',
		description: 'Look at what must not change without approval, and tell each change once',
	},
	fields: [domainField, resolverOptions],
	simple: SIMPLE_REPORT,
	jobOf: (ask) => {
		const domain = domainOf(ask);
		const asked = endpointsOf(ask<Resolvers>('options', {}));
		return {
			request: { domain, asked },
			// One row for a domain, however many items name it: its alert must not be sent twice.
			result: 'rows',
			run: async (keyturn) => [await keyturn.watchZone(domain, asked)],
		};
	},
};
