import type { AlertForm } from './alert';
import { email } from './email';
import { pagerduty } from './pagerduty';
import { slack } from './slack';
import { teams } from './teams';
import { text } from './text';
import { webhook } from './webhook';

/** All kinds of messages by id; the ids stand in forms that people saved, and never change. */
export const alertForms = { slack, teams, pagerduty, email, text, webhook } satisfies Record<
	string,
	AlertForm
>;

export type AlertFormId = keyof typeof alertForms;
