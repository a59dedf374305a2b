import type { Leak } from '../canary';
import { CALLS_AFTER_DEATH, RUN_LIMIT_S } from './terms';

/** Everything that was seen of one run. */
export interface Facts {
	readonly seconds: number;
	readonly workflow: { readonly finished: boolean; readonly sentence: string };
	readonly client: {
		readonly calls: number;
		readonly failed: number;
		readonly withOld: number;
		readonly withNew: number;
		readonly afterDeath: number;
	};
	/** The provider's own count. */
	readonly provider: { readonly calls: number; readonly failed: number; readonly withDeadKey: number };
	/** What the provider answered to the old value, and from when on it counts the key as dead. */
	readonly old: {
		readonly id: string;
		readonly status: number;
		readonly error: unknown;
		readonly deadAt: string | null;
	};
	/** What it answered to the value that is in the vault now. */
	readonly new: { readonly id: string | null; readonly status: number; readonly told: unknown };
	/** Keys that exist at the provider. */
	readonly living: readonly string[];
	readonly notProvedDead: number;
	readonly audit: {
		readonly entries: number;
		readonly kinds: readonly string[];
		readonly numbers: readonly number[];
		readonly waiting: number;
	};
	readonly search: {
		readonly secrets: number;
		readonly bytes: number;
		readonly places: number;
		readonly leaks: readonly Leak[];
		/** What the control did not find. */
		readonly missed: readonly string[];
	};
}

/** One line of the summary; `ok` says whether it is as promised. */
export interface Row {
	readonly what: string;
	readonly seen: string;
	readonly ok: boolean;
}

type Judge = (facts: Facts) => Row;

/** What must be in the audit log of a finished rotation. */
const KINDS = [
	'key registered',
	'rotation planned',
	'value published',
	'value verified',
	'old key proved dead',
];

const rows: readonly Judge[] = [
	({ workflow }) => row('Workflow', workflow.sentence, workflow.finished),
	({ client, provider }) =>
		row(
			'Calls made by the app',
			`${client.calls}: ${client.withOld} with the old key, ${client.withNew} with the new one`,
			client.withOld > 0 &&
				client.withNew > 0 &&
				client.withOld + client.withNew === client.calls &&
				provider.calls === client.calls,
		),
	({ client, provider }) =>
		row(
			'Calls failed',
			`${client.failed} by the app's count, ${provider.failed} by the provider's`,
			client.failed === 0 && provider.failed === 0,
		),
	({ client }) =>
		row(
			'Calls after the old key’s death',
			`${client.afterDeath} answered (at least ${CALLS_AFTER_DEATH} wanted)`,
			client.afterDeath >= CALLS_AFTER_DEATH,
		),
	({ provider }) =>
		row(
			'Calls with a dead key',
			`${provider.withDeadKey} by the provider's count`,
			provider.withDeadKey === 0,
		),
	({ old, living, notProvedDead }) =>
		row(
			'Old key dead',
			`${old.id}: its value was sent once more and answered ${answer(old.status, old.error)}`,
			old.status === 401 &&
				old.error === 'invalid_key' &&
				old.deadAt !== null &&
				!living.includes(old.id) &&
				notProvedDead === 0,
		),
	({ new: now, old, living }) =>
		row(
			'New key alive',
			`${now.id ?? 'none'}: the value in the vault is answered ${answer(now.status, now.told)}`,
			now.status === 200 &&
				now.id !== null &&
				now.told === now.id &&
				now.id !== old.id &&
				living.length === 1 &&
				living[0] === now.id,
		),
	({ audit }) =>
		row(
			'Audit entries in the vault',
			`${audit.entries}${audit.waiting === 0 ? '' : `, and ${audit.waiting} not yet written`}`,
			audit.waiting === 0 &&
				audit.entries > 0 &&
				KINDS.every((kind) => audit.kinds.includes(kind)) &&
				audit.numbers.every((number, at) => number === at + 1),
		),
	({ search }) =>
		row(
			'Search for leaked secrets',
			`${search.leaks.length} hits in ${thousands(search.bytes)} bytes of ${search.places} texts, ${search.secrets} secrets`,
			search.leaks.length === 0 && search.bytes > 0 && search.secrets > 0,
		),
	({ search }) =>
		row(
			'Control of that search',
			search.missed.length === 0
				? 'each secret, planted in each form, was found'
				: `not found: ${search.missed.slice(0, 3).join('; ')}`,
			search.missed.length === 0,
		),
	({ seconds }) =>
		row('Time', `${seconds.toFixed(1)} s (at most ${RUN_LIMIT_S})`, seconds > 0 && seconds <= RUN_LIMIT_S),
];

/** The table of the summary. The demo has kept its word when every row is ok. */
export const summarise = (facts: Facts): Row[] => rows.map((judge) => judge(facts));

/** The table as lines, and below it what is not as promised. */
export function table(summary: readonly Row[], leaks: readonly Leak[] = []): string[] {
	const width = Math.max(...summary.map(({ what }) => what.length));
	const broken = summary.filter(({ ok }) => !ok);
	return [
		...summary.map(({ what, seen, ok }) => `  ${ok ? 'ok  ' : 'FAIL'}  ${what.padEnd(width)}  ${seen}`),
		...leaks.map(({ secret, where, form }) => `        ${secret} stands in ${where}, ${form}`),
		'',
		broken.length === 0
			? 'All as promised.'
			: `Not as promised: ${broken.map(({ what }) => what).join(', ')}.`,
	];
}

const row = (what: string, seen: string, ok: boolean): Row => ({ what, seen, ok });
const answer = (status: number, word: unknown) => `${status}${typeof word === 'string' ? ` (${word})` : ''}`;
const thousands = (count: number) => count.toLocaleString('en-GB');
