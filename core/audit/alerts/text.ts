import { type Alert, type AlertForm, KEEP, NO_CHECKPOINT } from './alert';
import { shown } from './shown';

const RULE = '-'.repeat(8);

/** Plain text for any message. No line of it can come from outside whole: each begins with a word of ours. */
export function plainAlert(alert: Alert): string {
	const { lead, title, sentence, next, rows } = shown(alert);
	return [
		`Keyturn: ${lead}: ${title}`,
		'',
		`What happened: ${sentence}`,
		...(next === '' ? [] : [`What to do: ${next}`]),
		'',
		...rows.map(([label, text]) => `- ${label}: ${text}`),
		'',
		...(alert.checkpoint === null
			? [NO_CHECKPOINT]
			: [KEEP, RULE, alert.checkpoint.replace(/\n$/, ''), RULE]),
		'',
	].join('\n');
}

export const text: AlertForm = {
	title: 'Plain Text',
	render: (alert) => ({ text: plainAlert(alert) }),
};
