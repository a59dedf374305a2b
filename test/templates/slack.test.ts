import type { INodeParameters } from 'n8n-workflow';
import { startSlack } from '../fakes/audit/slack';
import { type MailStage, SLACK_TOKEN, startMailStage } from './mail-stage';

// Send Email loads it for its forms, which no template uses; it is an ES module inside, which Jest cannot load.
jest.mock('sanitize-html', () => jest.fn());

/** n8n's node sends this option of its own along. */
const OPTION = { includeLinkToWorkflow: false };
const DAY_MS = 86_400_000;

let stage: MailStage;
let slack: Awaited<ReturnType<typeof startSlack>>;
beforeAll(async () => {
	stage = await startMailStage();
	slack = await startSlack(SLACK_TOKEN);
	stage.warp.to(Date.now() + 200 * DAY_MS);
});
afterAll(async () => {
	await slack.close();
	await stage.close();
});

/** Runs a template that posts to Slack and mails nothing; `posts` are those that came. */
async function posted(file: string, changes: Readonly<Record<string, INodeParameters>>) {
	const before = slack.posts.length;
	const switched = { 'Post to Slack': true, 'Send by E-Mail': false };
	const { done, text, mails } = await stage.template(file, changes, { switched });
	expect(mails).toEqual([]);
	return { text, done, error: done.run.data.resultData.error, posts: slack.posts.slice(before) };
}

/** A watch of its own, which has something to tell. */
const watch = (name: string) =>
	posted('watch-for-key-events.json', { Watch: { watch: name, message: 'slack' } });

describe('Watch for key events', () => {
	test('posts each alert to the channel, in blocks, with the newest checkpoint and nothing of n8n’s', async () => {
		const { done, error, posts } = await watch('posted');
		expect(error).toBeUndefined();
		const alerts = done.items('Watch').filter(({ json }) => json['state'] === 'opened');
		expect(alerts.map(({ json }) => json['title'])).toContain('A rotation is overdue');
		const messages = alerts.map(({ json }) => json['message'] as { text: string; blocks: object[] });
		const asSent = messages.map(({ text, blocks }) => ({ channel: '#security', text, blocks, ...OPTION }));
		expect(posts).toEqual(asSent);
		const { rows } = await stage.run({ resource: 'log', operation: 'getCheckpoint' });
		const [name] = (rows[0]!['checkpoint'] as string).split('\n');
		for (const post of posts) expect(JSON.stringify(post)).toContain(`"text":"${name!}\\n`);
	}, 60_000);

	test('posts again what was refused, and fails for all to see when it always is', async () => {
		slack.knobs.refuse = 1;
		const again = await watch('again');
		expect(again.error).toBeUndefined();
		const told = again.done.items('Watch').filter(({ json }) => json['state'] === 'opened');
		expect(again.posts).toHaveLength(told.length);
		expect(told).not.toEqual([]);
		slack.knobs.refuse = 1_000;
		const never = await watch('never');
		slack.knobs.refuse = 0;
		expect(never.posts).toEqual([]);
		expect(never.error?.message).toContain('not_in_channel');
	}, 60_000);
});

test('Monthly audit evidence posts what it would have mailed, without the files and without markup', async () => {
	const { text, error, posts } = await posted('monthly-audit-evidence.json', {});
	expect(error).toBeUndefined();
	const [message] = text('Write the Message');
	expect(message).toMatch(/^Audit evidence of \w+ \d{4}\n/);
	expect(posts).toEqual([{ channel: '#security', text: message, mrkdwn: false, ...OPTION }]);
}, 60_000);
