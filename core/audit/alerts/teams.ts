import { type Alert, type AlertForm, KEEP, NO_CHECKPOINT } from './alert';
import { shown } from './shown';

/**
 * For the webhook of a Microsoft Teams workflow: one Adaptive Card 1.5 (adaptivecards.microsoft.com) in a message, below
 * 20 KB, from which on posts have failed. All texts stand in TextRun, which knows no Markdown.
 */
export const teams: AlertForm = {
	title: 'Microsoft Teams',
	render(alert) {
		const { lead, title, sentence, next, rows } = shown(alert);
		return {
			type: 'message',
			attachments: [
				{
					contentType: 'application/vnd.microsoft.card.adaptive',
					contentUrl: null,
					content: {
						type: 'AdaptiveCard',
						$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
						version: '1.5',
						msteams: { width: 'Full' },
						body: [
							block({ text: title, weight: 'Bolder', size: 'Large' }),
							block({ text: `${lead}. ${sentence}` }),
							...(next === '' ? [] : [block({ text: 'What to do: ', weight: 'Bolder' }, { text: next })]),
							...rows.map(([label, text]) =>
								block({ text: `${label}: `, weight: 'Bolder', isSubtle: true }, { text }),
							),
							...checkpoint(alert),
						],
					},
				},
			],
		};
	},
};

interface Run {
	readonly text: string;
	readonly weight?: 'Bolder';
	readonly size?: 'Large';
	readonly isSubtle?: boolean;
	readonly fontType?: 'Monospace';
}

const block = (...runs: readonly Run[]) => ({
	type: 'RichTextBlock',
	inlines: runs.map((run) => ({ type: 'TextRun', ...run })),
});

/** Where a client has no code block, each line stands in a block of its own, and an empty one holds a space. */
const checkpoint = ({ checkpoint: note }: Alert) =>
	note === null
		? [block({ text: NO_CHECKPOINT })]
		: [
				block({ text: KEEP, isSubtle: true }),
				{
					type: 'CodeBlock',
					language: 'PlainText',
					codeSnippet: note,
					fallback: {
						type: 'Container',
						items: note
							.replace(/\n$/, '')
							.split('\n')
							.map((line) => block({ text: line === '' ? ' ' : line, fontType: 'Monospace' })),
					},
				},
			];
