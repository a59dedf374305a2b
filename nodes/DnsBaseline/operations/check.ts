import { checkOptionsField, checkOptionsOf, SIMPLE_CHECK } from '../../shared/check-options';
import { domainField } from '../../shared/domain-field';
import type { Operation } from '../../shared/operation';
import { domainOf } from './zone-fields';

export const check: Operation = {
	resource: 'zone',
	option: {
		name: 'Check',
		value: 'check',
		action: 'Check a zone with what is known of it',
		description: 'Do all that Check DNS does, and judge what was changed since the approval as well',
	},
	fields: [domainField, checkOptionsField],
	simple: SIMPLE_CHECK,
	jobOf: (ask) => {
		const domain = domainOf(ask);
		const options = checkOptionsOf(ask);
		return {
			request: { domain, options },
			result: 'one each',
			run: async (keyturn) => [await keyturn.checkZone(domain, options)],
		};
	},
};
