import { createHmac } from 'node:crypto';
import { alertForms, type AlertFormId } from '../../../../../core/audit/alerts';
import type { Alert } from '../../../../../core/audit/alerts/alert';
import { signedWebhook } from '../../../../../core/audit/alerts/webhook';
import { Secret } from '../../../../../core/secret';
import { signedText } from '../../../../../core/signed-request';
import { alertWith, CHECKPOINT } from '../../../../fakes/audit/alerts';
import { hostile } from '../../../../fakes/audit/hostile';
import { fakeHost } from '../../../../fakes/host';
import { readHtml } from '../../../../fakes/audit/python';

/** As a receiver gets it, which is not typed. */
const render = (id: AlertFormId, alert: Alert) => JSON.parse(JSON.stringify(alertForms[id].render(alert)));

const between = (text: string): string => /^-{8}\n([^]*?)^-{8}$/m.exec(text)?.[1] ?? '';
const cardBlock = (alert: Alert) =>
	render('teams', alert).attachments[0].content.body.find(
		({ type }: { type: string }) => type === 'CodeBlock',
	);

type Cut = (alerts: readonly Alert[]) => string[];
const each =
	(one: (alert: Alert) => string): Cut =>
	(alerts) =>
		alerts.map(one);

/** What a person marks with the mouse in each message, and pastes. */
const cuts: Readonly<Record<string, Cut>> = {
	slack: each((alert) => {
		const { blocks } = render('slack', alert);
		return blocks.find(({ type }: { type: string }) => type === 'rich_text').elements[0].elements[0].text;
	}),
	teams: each((alert) => cardBlock(alert).codeSnippet),
	'teams, where there is no code block': each((alert) =>
		cardBlock(alert)
			.fallback.items.map(({ inlines: [run] }: { inlines: [{ text: string }] }) => `${run.text.trimEnd()}\n`)
			.join(''),
	),
	pagerduty: each((alert) => render('pagerduty', alert).payload.custom_details.Checkpoint),
	'email as text': each((alert) => between(render('email', alert).text)),
	'email as HTML': (alerts) =>
		readHtml(alerts.map((alert) => render('email', alert).html)).map(({ pre }) => pre),
	text: each((alert) => between(render('text', alert).text)),
	webhook: each((alert) => render('webhook', alert).checkpoint),
};

const notes = {
	'as the log signs it': CHECKPOINT,
	'of a log with signs that mean something in its name': CHECKPOINT.replaceAll(
		'keyturn.example/audit',
		'a&amp;b<b>`*_~"\'|{{x}}//@',
	),
	'with two signatures': `${CHECKPOINT}— witness.example abcd+/==\n`,
};

describe.each(Object.entries(cuts))('the checkpoint out of %s', (_name, cut) => {
	test.each(Object.entries(notes))('is the same, byte for byte: %s', (_what, checkpoint) => {
		expect(cut([alertWith({ checkpoint })]).map((text) => Buffer.from(text))).toEqual([
			Buffer.from(checkpoint),
		]);
	});

	test('is no other when somebody puts one into a text', () => {
		const another = CHECKPOINT.replace('48213', '1');
		const texts = [
			`--------\n${another}--------`,
			another,
			'</pre><pre>1',
			'```1```',
			...Object.values(hostile),
		];
		const alerts = texts.map((text) =>
			alertWith({ title: text, sentence: text, next: text, target: text, evidence: [{ label: text, text }] }),
		);
		expect([...new Set(cut(alerts))]).toEqual([CHECKPOINT]);
	});
});

test('every form is tried', () => {
	expect([...new Set(Object.keys(cuts).map((name) => name.split(/,? /)[0]))]).toEqual(
		Object.keys(alertForms),
	);
});

test.each(Object.keys(alertForms).filter((id) => id !== 'webhook') as AlertFormId[])(
	'%s says so where there is no log',
	(id) => {
		expect(JSON.stringify(render(id, alertWith({ checkpoint: null })))).toContain('log not set up');
		expect(JSON.stringify(render(id, alertWith()))).not.toContain('log not set up');
	},
);

test.each(Object.keys(alertForms) as AlertFormId[])(
	'%s tells what happened, to what, what to do and which incident',
	(id) => {
		const { title, sentence, next, target, id: incident } = alertWith();
		const message = JSON.stringify(render(id, alertWith()));
		for (const text of [title, sentence, next, target, incident, 'build-agent-7', '192.0.2.7'])
			expect(message).toContain(text);
		expect(JSON.stringify(render(id, alertWith({ next: '' })))).not.toContain('What to do');
	},
);

test('evidence that does not fit is told of', () => {
	const evidence = Array.from({ length: 11 }, (_, at) => ({ label: 'Who', text: `number ${at}` }));
	const { text } = render('text', alertWith({ evidence }));
	expect(text).toContain('number 7');
	expect(text).not.toContain('number 8');
	expect(text).toContain('- More: 3 more rows of evidence stand in the log');
	const fits = render('text', alertWith({ evidence: evidence.slice(0, 8) })).text;
	expect(fits).toContain('number 7');
	expect(fits).not.toContain('More');
});

test.each([
	['opened', 'trigger', 'New alert, severity high'],
	['still open', 'trigger', 'Still open, severity high'],
	['closed', 'resolve', 'Closed, severity high'],
] as const)(
	'an incident that is %s is a %s under the same key in PagerDuty',
	(state, event_action, words) => {
		const event = render('pagerduty', alertWith({ state }));
		expect(event).toMatchObject({
			event_action,
			dedup_key: alertWith().id,
			payload: { severity: 'error', timestamp: '2030-01-01T12:15:00.000Z' },
		});
		expect(event.payload.summary).toContain(words);
		expect(render('email', alertWith({ state })).subject).toContain(words);
	},
);

test('what to do stands in both halves of a mail', () => {
	const { text, html } = render('email', alertWith());
	for (const half of [text, html]) expect(half).toContain(alertWith().next);
});

test('Slack, which refuses an empty header, gets what there is to say instead of a title', () => {
	const header = (title: string) => render('slack', alertWith({ title })).blocks[0].text.text;
	expect(header('A key was read')).toContain('A key was read');
	expect(header('')).toContain('New alert, severity high');
});

test('a message says when, and that it is not known when', () => {
	expect(render('text', alertWith()).text).toContain('- Time: 2030-01-01 12:15 UTC');
	expect(render('text', alertWith({ at: 1e300 })).text).toContain('- Time: not said');
	expect(render('pagerduty', alertWith({ at: 1e300 })).payload).not.toHaveProperty('timestamp');
});

test('a time that no calendar reaches stops no message', () => {
	for (const id of Object.keys(alertForms) as AlertFormId[])
		expect(() => render(id, alertWith({ at: 1e300 }))).not.toThrow();
});

describe('the signed webhook', () => {
	const url = 'https://alerts.example.com/in?team=a%20b';
	const secretFor = (origin: string) =>
		new Secret('a-signing-secret-of-more-than-32-characters', 'keyturn/admin/alerts', [origin]);

	test('is signed over what is sent, path and query among it', () => {
		const alert = alertWith({ target: hostile['turned around']! });
		const { method, headers, body, ...sent } = signedWebhook(
			fakeHost(),
			secretFor('https://alerts.example.com'),
			url,
			alert,
		);
		expect(sent.url).toBe(url);
		expect(body).not.toMatch(/[\u202e\u0000]/);
		expect(JSON.parse(body)).toEqual({ type: 'keyturn.alert', ...alert });
		const text = signedText({
			id: headers['webhook-id']!,
			timestamp: headers['webhook-timestamp']!,
			method,
			path: '/in?team=a%20b',
			body,
		});
		const signature = createHmac('sha256', 'a-signing-secret-of-more-than-32-characters')
			.update(text)
			.digest('hex');
		expect(headers).toMatchObject({ 'webhook-signature': `kt1,${signature}` });
	});

	test('goes nowhere that the secret was not allowed to go', () => {
		expect(() => signedWebhook(fakeHost(), secretFor('https://other.example.com'), url, alertWith())).toThrow(
			expect.objectContaining({ code: 'ORIGIN_REFUSED' }),
		);
	});
});
