import type { Operation } from '../../shared/operation';
import { givenFields, givenOf, SIMPLE_VERDICT } from './verify-fields';

export const verifyLog: Operation = {
	resource: 'log',
	option: {
		name: 'Verify',
		value: 'verify',
		action: 'Verify the log',
		description:
			'Hold the log in its store against itself, its keys and the checkpoints that somebody outside kept',
	},
	fields: givenFields,
	simple: SIMPLE_VERDICT,
	jobOf(ask) {
		const given = givenOf(ask);
		return { request: given, result: 'one each', run: async (keyturn) => [await keyturn.verifyLog(given)] };
	},
};
