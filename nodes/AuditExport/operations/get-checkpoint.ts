import type { Operation } from '../../shared/operation';
import { SIMPLE_LOG } from './log-fields';

export const getCheckpoint: Operation = {
	resource: 'log',
	option: {
		name: 'Get Checkpoint',
		value: 'getCheckpoint',
		action: 'Get the checkpoint of the log',
		description:
			'Bring what waits into the log, and give its newest signed state, for somebody outside to keep',
	},
	fields: [],
	simple: SIMPLE_LOG,
	jobOf: () => ({
		request: 'checkpoint',
		result: 'one each',
		run: async (keyturn) => [await keyturn.logReport()],
	}),
};
