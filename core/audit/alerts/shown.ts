import { minuteShown } from '../../dns/times';
import { timeShown } from '../formats/time-shown';
import { shortened, unlinked, visible } from '../../visible';
import type { Alert } from './alert';

/** The most evidence in a message; the rest stands in the log. */
const ROWS = 8;

/** What every message shows of an alert: texts that are cut to size, on one line each, and dead. */
export interface Shown {
	/** State and severity in words of ours: `New alert, severity high`. */
	readonly lead: string;
	readonly title: string;
	readonly sentence: string;
	readonly next: string;
	readonly target: string;
	readonly rule: string;
	/** Label and text: what it happened to first, the incident last. */
	readonly rows: ReadonlyArray<readonly [label: string, text: string]>;
}

const states: Readonly<Record<Alert['state'], string>> = {
	opened: 'New alert',
	'still open': 'Still open',
	closed: 'Closed',
};

export function shown(alert: Alert): Shown {
	const { state, severity, evidence } = alert;
	const more = evidence.length - ROWS;
	const target = dead(alert.target, 300);
	const rule = dead(alert.rule, 100);
	const left = more > 0 ? [['More', `${more} more rows of evidence stand in the log`] as const] : [];
	return {
		lead: `${states[state]}, severity ${severity}`,
		title: dead(alert.title, 140),
		sentence: dead(alert.sentence, 600),
		next: dead(alert.next, 400),
		target,
		rule,
		rows: [
			['Target', target],
			...evidence.slice(0, ROWS).map(({ label, text }) => [dead(label, 60), dead(text, 160)] as const),
			...left,
			['Time', timeShown(alert.at) === null ? 'not said' : minuteShown(alert.at)],
			['Rule', rule],
			['Incident', dead(alert.id, 255)],
		],
	};
}

/**
 * A text that nobody can act through: no break of a line, no control, no hidden sign; no bare address that a reader makes
 * a link of; no name that a reader calls; no date that Adaptive Cards fill in (`{{DATE(…)}}`).
 */
const dead = (text: string, most: number): string =>
	shortened(
		unlinked(visible(text).trim())
			.replace(/\{(?=\{)/g, '{\u200b')
			.replace(/(https?|ftp|mailto):/gi, '$1:\u200b'),
		most,
	);
