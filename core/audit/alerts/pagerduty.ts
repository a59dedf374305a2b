import type { Severity } from '../../dns/finding';
import { shortened, visible } from '../../visible';
import { timeShown } from '../formats/time-shown';
import { type AlertForm, NO_CHECKPOINT } from './alert';
import { shown } from './shown';

/**
 * An event for PagerDuty's Events API v2, `POST https://events.pagerduty.com/v2/enqueue`: 512 KB, 1,024 characters of
 * summary, 255 of `dedup_key`. Whoever sends it adds `routing_key`, which is a secret. The incident that its opening
 * triggered is resolved by its end.
 */
export const pagerduty: AlertForm = {
	title: 'PagerDuty',
	render(alert) {
		const { lead, title, sentence, next, target, rule, rows } = shown(alert);
		const timestamp = timeShown(alert.at);
		return {
			event_action: alert.state === 'closed' ? 'resolve' : 'trigger',
			dedup_key: shortened(visible(alert.id), 255),
			payload: {
				summary: `${title} (${lead})`,
				severity: severities[alert.severity],
				source: 'Keyturn',
				...(timestamp === null ? {} : { timestamp }),
				component: target,
				class: rule,
				custom_details: {
					'What happened': sentence,
					...(next === '' ? {} : { 'What to do': next }),
					Evidence: rows.map(([label, text]) => `${label}: ${text}`),
					Checkpoint: alert.checkpoint ?? NO_CHECKPOINT,
				},
			},
		};
	},
};

const severities: Readonly<Record<Severity, 'critical' | 'error' | 'warning' | 'info'>> = {
	critical: 'critical',
	high: 'error',
	medium: 'warning',
	low: 'info',
	info: 'info',
};
