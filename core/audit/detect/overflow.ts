import { severities } from '../../dns/finding';
import { sha256 } from '../../secret';
import type { BareAlert } from '../alerts/alert';
import { closed, opened } from './incidents';
import type { Memory } from './memory';
import type { Rule } from './rule';

const MANY = 'MANY';
/** Judged after all rules, by what they found. */
const many: Pick<Rule, 'severity' | 'title' | 'remedy'> = {
	severity: 'high',
	title: 'More is wrong than can be told one by one',
	remedy:
		'See to the incidents that are open: as they end, what is still wrong with a key, a source or the log is told one by one. What others did is not told again: look for it in the source.',
};

/** Tells what found no room among the open incidents: in one alert, and again only when it is something else. */
export function inSum(memory: Memory, now: number): BareAlert[] {
	const { beyond, incidents, told } = memory;
	const key = [...beyond.keys()].sort().join('\n');
	const place = sha256(`${MANY}\n${key}`).slice(0, 32);
	const before = incidents.entries().filter(([, { rule }]) => rule === MANY);
	if (beyond.size > 0 && before.some(([each]) => each === place)) return [];
	const over = before.map(([each, incident]) => {
		incidents.delete(each);
		told.set(incident.id, 0);
		const sentence =
			beyond.size === 0
				? 'New incidents are told one by one again.'
				: 'What is told in sum is something else now, and is told next.';
		return closed(many, incident, now, sentence);
	});
	if (beyond.size === 0) return over;
	const found = [...beyond.values()];
	const counts = new Map<string, number>();
	for (const { title } of found) counts.set(title, (counts.get(title) ?? 0) + 1);
	const severity = severities.find((each) => found.some((one) => one.severity === each));
	const evidence = [...counts].map(([label, count]) => ({ label, text: String(count) }));
	const sums = evidence.map(({ label, text }) => `${text} × ${label}`).join('; ');
	return [
		...over,
		opened(memory, place, MANY, many, {
			state: 'on',
			key,
			at: now,
			target: 'Watch',
			sentence: `${String(beyond.size)} more incidents than can be followed at once: ${sums}.`,
			...(severity === undefined ? {} : { severity }),
			evidence,
		}),
	];
}
