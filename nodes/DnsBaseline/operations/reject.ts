import { domainField } from '../../shared/domain-field';
import type { Operation } from '../../shared/operation';
import { SIMPLE_REPORT, decisionFields, decisionOf } from './zone-fields';

export const reject: Operation = {
	resource: 'zone',
	option: {
		name: 'Reject',
		value: 'reject',
		action: 'Reject a change of a zone',
		description: 'Note that a change is not wanted; it stays a finding until it is put back',
	},
	fields: [domainField, ...decisionFields],
	simple: SIMPLE_REPORT,
	jobOf: (ask) => {
		const decision = decisionOf(ask);
		return {
			request: { decision },
			result: 'one each',
			run: async (keyturn) => [await keyturn.rejectZone(decision)],
		};
	},
};
