import { alertForms, type AlertFormId } from '../../../../../core/audit/alerts';
import type { Alert } from '../../../../../core/audit/alerts/alert';
import { alertPlaces, alertWith, CHECKPOINT } from '../../../../fakes/audit/alerts';
import { hostile } from '../../../../fakes/audit/hostile';
import { readHtml } from '../../../../fakes/audit/python';

const PLAIN = 'text';
const LONG_CHECKPOINT = CHECKPOINT.padEnd(2_000, 'A');

const cases = Object.entries(alertPlaces).flatMap(([place, alertOf]) =>
	Object.entries(hostile).map(([name, text]) => ({
		title: `${name} as ${place}`,
		place,
		alert: alertOf(text),
	})),
);

/** All but what programs read: the webhook's receiver gets the texts as they are. */
const forPeople = Object.keys(alertForms).filter((id) => id !== 'webhook') as AlertFormId[];

const render = (id: AlertFormId, alert: Alert) =>
	JSON.parse(JSON.stringify(alertForms[id].render(alert))) as object;

/** Which of the messages are not as they should be. One expectation for all of them: a million take minutes. */
const failing = (
	id: AlertFormId,
	isGood: (message: object, place: string, alert: Alert) => boolean,
): string[] =>
	cases.filter(({ alert, place }) => !isGood(render(id, alert), place, alert)).map(({ title }) => title);

/** The shape of a message: members and elements, with every text but the names of types as the same one. */
const shapeOf = (message: object): string =>
	JSON.stringify(message, (name, value: unknown) =>
		typeof value === 'string' && !['type', 'fontType', 'language'].includes(name) ? '' : value,
	);

function textsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** A bare address, a name that is called, a date that is filled in: unless the sign that nobody sees stands in it. */
const ALIVE = /@(?!\u200b|…)|\/\/|www\.|\{\{|(?:https?|ftp|mailto):(?!\u200b|…)/i;
const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe.each(forPeople)('%s', (id) => {
	test('has the same parts, whatever the texts are', () => {
		const plain = new Map(
			Object.entries(alertPlaces).map(([place, alertOf]) => [place, shapeOf(render(id, alertOf(PLAIN)))]),
		);
		expect(failing(id, (message, place) => shapeOf(message) === plain.get(place))).toEqual([]);
	});

	test('holds nothing that steers, calls, links or hides', () => {
		const isDead = (text: string) => {
			const foreign = text.replace(CHECKPOINT.trimEnd(), '').replace('http://adaptivecards.io', '');
			// Breaks of lines in it are ours, and so is the sign that nobody sees.
			return !STEERING.test(foreign.replace(/[\n\u200b]/g, '')) && !ALIVE.test(foreign);
		};
		// The HTML is read by a parser below; the key of an incident is not for people.
		const shown = (message: object) => textsOf({ ...message, html: '', dedup_key: '' });
		expect(failing(id, (message) => shown(message).every(isDead))).toEqual([]);
		expect(['@here', '//evil.test', 'a\u202eb', '{{DATE(', 'mailto:a'].filter(isDead)).toEqual([]);
	});
});

test.each([
	['teams', 20_000],
	['pagerduty', 512_000],
] as const)('%s stays below its limit of %i bytes', (id, most) => {
	const size = (alert: Alert) =>
		Buffer.byteLength(JSON.stringify(render(id, { ...alert, checkpoint: LONG_CHECKPOINT })));
	expect(failing(id, (_message, _place, alert) => size(alert) < most)).toEqual([]);
});

interface SlackMessage {
	readonly text: string;
	readonly blocks: ReadonlyArray<{ type: string; text?: { type: string; text: string; emoji: boolean } }>;
}

describe('Slack', () => {
	const failingOnes = (isGood: (message: SlackMessage, alert: Alert) => boolean) =>
		failing('slack', (message, _place, alert) => isGood(message as SlackMessage, alert));

	test('has foreign texts in plain text alone, and only entities in the notification', () => {
		const isPlain = ({ blocks }: SlackMessage) =>
			blocks.every(({ text }) => text === undefined || (text.type === 'plain_text' && !text.emoji));
		expect(failingOnes(isPlain)).toEqual([]);
		expect(failingOnes(({ text }) => !/[&<>]/.test(text.replace(/&(amp|lt|gt);/g, '')))).toEqual([]);
		expect(render('slack', alertWith())).toMatchObject({
			mrkdwn: false,
			link_names: false,
			unfurl_links: false,
			unfurl_media: false,
		});
	});

	test('keeps to the limits of blocks, and of a message', () => {
		const fits = ({ type, text }: SlackMessage['blocks'][number]) => {
			const length = text?.text.length ?? 1;
			return length > 0 && length <= (type === 'header' ? 150 : 3_000);
		};
		expect(failingOnes(({ blocks }) => blocks.length <= 50 && blocks.every(fits))).toEqual([]);
		const whole = (alert: Alert) =>
			JSON.stringify(render('slack', { ...alert, checkpoint: LONG_CHECKPOINT }));
		expect(failingOnes((_message, alert) => whole(alert).length < 13_000)).toEqual([]);
	});
});

test('Teams has texts in TextRun and CodeBlock alone, where nothing is Markdown', () => {
	const withText = (value: unknown): string[] => {
		if (typeof value !== 'object' || value === null) return [];
		const holds = ['text', 'codeSnippet', 'facts', 'title'].some((name) => name in value);
		return [
			...(holds && 'type' in value ? [String(value.type)] : []),
			...Object.values(value).flatMap(withText),
		];
	};
	const isDull = (message: object) =>
		withText(message).every((type) => ['CodeBlock', 'TextRun'].includes(type));
	expect(failing('teams', isDull)).toEqual([]);
	expect(withText(render('teams', alertWith())).length).toBeGreaterThan(10);
});

test('PagerDuty keeps to the limits of its fields', () => {
	const isShort = (message: object) => {
		const { dedup_key: key, payload } = message as { dedup_key: string; payload: { summary: string } };
		return key.length <= 255 && payload.summary.length <= 1_024 && !('routing_key' in message);
	};
	expect(failing('pagerduty', isShort)).toEqual([]);
});

describe('e-mail', () => {
	const mailOf = (alert: Alert) => render('email', alert) as { subject: string; text: string; html: string };

	test('has a subject of one line', () => {
		expect(
			cases
				.map(({ alert }) => mailOf(alert).subject)
				.filter((each) => !/^Keyturn: New alert, severity high: .*$/u.test(each)),
		).toEqual([]);
	});

	test('has no line of text from outside whole, so nobody can put a checkpoint in', () => {
		const ours = /^(Keyturn: |What happened: |What to do: |- |The log’s checkpoint|$)/;
		const others = cases.flatMap(({ alert }) => {
			const { text } = mailOf(alert);
			return text
				.slice(0, text.indexOf('--------'))
				.split('\n')
				.filter((line) => !ours.test(line));
		});
		expect(others).toEqual([]);
	});

	test('has the same tags whatever the texts are, and nothing that loads, runs or leads away', () => {
		const places = Object.keys(alertPlaces);
		const plain = readHtml(Object.values(alertPlaces).map((alertOf) => mailOf(alertOf(PLAIN)).html));
		const pages = readHtml(cases.map(({ alert }) => mailOf(alert).html));
		const tags = plain.map((page) => JSON.stringify(page.tags));
		const others = cases.filter(({ place }, at) => {
			const page = pages[at]!;
			const text = page.text.replace(CHECKPOINT, '');
			return (
				JSON.stringify(page.tags) !== tags[places.indexOf(place)] ||
				ALIVE.test(text) ||
				STEERING.test(text.replace(/[\n\u200b]/g, ''))
			);
		});
		expect(others.map(({ title }) => title)).toEqual([]);
		const active = /\["(script|a|img|link|iframe|form)"|\["(href|src|on\w+)"|url\(/;
		expect(tags.join()).not.toMatch(active);
		expect(JSON.stringify(readHtml(['<p><a href=x>text</a><script>1</script>']))).toMatch(active);
	});
});

test('the webhook gives the alert as it is', () => {
	const isWhole = (message: object, _place: string, alert: Alert) =>
		JSON.stringify(message) === JSON.stringify({ type: 'keyturn.alert', ...alert });
	expect(failing('webhook', isWhole)).toEqual([]);
	expect(render('webhook', alertWith())).toMatchObject({ checkpoint: CHECKPOINT });
});
