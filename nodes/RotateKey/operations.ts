import type { IDataObject } from 'n8n-workflow';
import { KeyturnError } from '../../core/errors';
import type { Keyturn } from '../../core/keyturn';
import type { Mode } from '../../core/operations/rotate';
import { refuseSecret } from '../../core/secret-shapes';
import { rowsOf, rowsOfList } from './output';
import type { Ask, Job as ItemsJob } from '../shared/answer-items';
import { limitOf } from '../shared/limit';
import { registrationOf } from './registration';

/** One call of the core. */
interface Job extends Pick<ItemsJob, 'request' | 'result'> {
	run(keyturn: Keyturn): Promise<readonly object[]>;
}

/** Longest run of Rotate Due; what is left then is moved on by the next run. */
const SWEEP_MS = 15 * 60_000;

const one = (request: unknown, run: (keyturn: Keyturn) => Promise<object>): Job => ({
	request,
	result: 'one each',
	run: async (keyturn) => [await run(keyturn)],
});
const rows = (request: unknown, run: Job['run']): Job => ({ request, result: 'rows', run });

const isDryRun = (ask: Ask) => ask<IDataObject>('options', {})['dryRun'] === true;

function keyOf(ask: Ask): string {
	const { value } = ask<{ readonly value: unknown }>('key', { value: '' });
	return refuseSecret(typeof value === 'string' ? value.trim() : '', 'Key');
}

function modeOf(ask: Ask): Mode {
	if (ask<Mode['kind']>('mode', 'planned') !== 'emergency') return { kind: 'planned' };
	const confirmedBy = refuseSecret(ask('confirmedBy', ''), 'Confirmed By');
	return {
		kind: 'emergency',
		confirmedBy,
		leaked: ask<Extract<Mode, { kind: 'emergency' }>['leaked']>('leaked', 'in use'),
	};
}

const operations: Readonly<Record<string, (ask: Ask) => Job>> = {
	'key: register': (ask) => {
		const input = registrationOf(ask);
		const dry = isDryRun(ask);
		return one({ input, dry }, (keyturn) => (dry ? keyturn.registerDryRun(input) : keyturn.register(input)));
	},
	'key: getStatus': (ask) => {
		const key = keyOf(ask);
		return one(key, (keyturn) => keyturn.status(key));
	},
	'key: list': (ask) => {
		const limit = limitOf(ask);
		return rows(limit, async (keyturn) => rowsOfList(await keyturn.list(limit)));
	},
	'key: getDue': () => rows('due', (keyturn) => keyturn.listDue()),
	'rotation: rotate': (ask) => {
		const key = keyOf(ask);
		const mode = modeOf(ask);
		const dry = isDryRun(ask);
		return one({ key, dry }, (keyturn) => (dry ? keyturn.dryRun(key, mode.kind) : keyturn.rotate(key, mode)));
	},
	'rotation: rotateDue': () => rows('sweep', async (keyturn) => rowsOf(await keyturn.rotateDue(SWEEP_MS))),
	'rotation: rollBack': (ask) => {
		const key = keyOf(ask);
		return one(key, (keyturn) => keyturn.rollBack(key));
	},
	'rotation: retireOldKey': (ask) => {
		const key = keyOf(ask);
		const by = refuseSecret(ask('confirmedBy', ''), 'Confirmed By');
		return one({ key, by }, (keyturn) => keyturn.retireOldKey(key, by));
	},
};

/** What one item asks for. */
export function jobOf(ask: Ask): Job {
	const operation = operations[`${ask('resource')}: ${ask('operation')}`];
	if (operation === undefined) throw new KeyturnError('BAD_INPUT', 'Operation', 'choose one from the list');
	return operation(ask);
}
