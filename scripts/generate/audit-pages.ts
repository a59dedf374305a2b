import type { Rule } from '../../core/audit/detect/rule';
import type { SourceDriver } from '../../core/audit/sources/source';
import { table } from './pages';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

function span(ms: number): string {
	const [unit, name] =
		ms >= 2 * DAY_MS ? [DAY_MS, 'days'] : ms >= 2 * HOUR_MS ? [HOUR_MS, 'hours'] : [MINUTE_MS, 'minutes'];
	const count = ms / unit;
	return `${count} ${count === 1 ? name.slice(0, -1) : name}`;
}

function kept(ms: number | null, way: SourceDriver['way']): string {
	if (ms === null) return way === 'sent' ? 'what was sent' : 'it does not say';
	return ms === 0 ? 'nothing' : span(ms);
}

/** What each source of events says of itself. */
export const sourceTable = (drivers: readonly SourceDriver[]): string =>
	`\n${table(
		['Source', 'Shows', 'Does not show', 'Comes late by up to', 'Keeps', 'Needs'],
		drivers.map(({ title, docs, rights, promises, way }) => [
			`[${title}](${docs})`,
			promises.visible.join(', '),
			promises.notVisible.join(' '),
			promises.delay === 0 ? 'nothing' : span(promises.delay),
			kept(promises.kept, way),
			rights,
		]),
	)}\n`;

/** What each rule looks for, and what to do. */
export const ruleTable = (rules: Readonly<Record<string, Rule>>): string =>
	`\n${table(
		['Rule', 'Severity', 'Alert', 'Looks for', 'What to do', 'Over when'],
		Object.entries(rules).map(([id, { severity, title, looksFor, remedy, quiet }]) => [
			id,
			severity,
			title,
			looksFor,
			remedy,
			quiet === null ? 'a look says so' : `nothing more of it for ${span(quiet)}`,
		]),
	)}\n`;
