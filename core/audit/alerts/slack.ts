import { type Alert, type AlertForm, KEEP, NO_CHECKPOINT } from './alert';
import { shown } from './shown';

/**
 * For an incoming webhook or `chat.postMessage` (docs.slack.dev, Block Kit): at most 50 blocks, 150 characters in a
 * header, 3,000 in a section, 10 fields of 2,000 in one; about 13,000 together, which Slack tells nowhere. Texts from
 * outside stand in `plain_text`, where nothing is markup.
 */
export const slack: AlertForm = {
	title: 'Slack',
	render(alert) {
		const { lead, title, sentence, next, rows } = shown(alert);
		return {
			// For the notification alone; here, a name in angle brackets would call somebody.
			text: escaped(`Keyturn: ${lead}: ${title}`),
			mrkdwn: false,
			link_names: false,
			unfurl_links: false,
			unfurl_media: false,
			blocks: [
				{ type: 'header', text: plainText(title === '' ? lead : title) },
				section(`${lead}. ${sentence}`),
				...(next === '' ? [] : [section(`What to do: ${next}`)]),
				...rows.map(([label, text]) => section(`${label}: ${text}`)),
				...checkpoint(alert),
			],
		};
	},
};

const plainText = (text: string) => ({ type: 'plain_text', text, emoji: false });

const section = (text: string) => ({ type: 'section', text: plainText(text) });

/** Not a section with a fence: in a preformatted element nothing in the text can end it. */
const checkpoint = ({ checkpoint: note }: Alert) =>
	note === null
		? [section(NO_CHECKPOINT)]
		: [
				section(KEEP),
				{
					type: 'rich_text',
					elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: note }] }],
				},
			];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => entities[sign] ?? '');
