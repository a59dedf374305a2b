import type { INodeParameters } from 'n8n-workflow';
import { NO_OWNER } from '../../core/operations/register-warnings';
import { Canary } from '../../demo/canary';
import { warpClock, type Warp } from '../engine/warp';
import { recordsOf, textsOf, watchSecrets } from '../engine/watched';
import { named, registerParameters, rotateParameters, runNode } from '../engine/workflows';
import { CREDENTIAL, MOUNT, PREFIX, startWorld, type World } from '../engine/world';
import { files, filledIn, templateOf, textOf } from './files';

const FILE = 'monthly-credential-review-reminder.json';
const DAY_MS = 86_400_000;
const NIGHTLY = 'https://n8n.test/workflow/b';

let world: World;
let warp: Warp;
beforeEach(async () => {
	warp = warpClock();
	// Keys that are due on one day stand in the order of their names: no midnight may come between them.
	warp.to(new Date(warp.now() + DAY_MS).setUTCHours(12, 0, 0, 0));
	world = await startWorld({ now: warp.now });
});
afterEach(async () => {
	warp.restore();
	await world.close();
});

/** A key in care; with a value that somebody made by hand unless it is to be issued first. */
async function register(name: string, options: INodeParameters = {}, issued = true): Promise<void> {
	await (issued ? world.handMade(name) : world.allowKey(name));
	expect((await runNode(world, registerParameters(world, name, options))).error).toBeUndefined();
}

const rotate = (name: string) => runNode(world, rotateParameters(name));

/** Comes back when the rotation can go on, until it is over or its old key will not die. */
async function rotateToItsEnd(name: string): Promise<void> {
	for (let runs = 0; runs < 10; runs++) {
		await rotate(name);
		const status = { resource: 'key', operation: 'getStatus', key: named(name), simplify: false };
		const [row] = (await runNode(world, status)).json;
		if (row?.['underWay'] !== true || Number(row['notProvedDead']) > 0) return;
		warp.to(String(row['continueAt'] ?? warp.now()));
	}
	throw new Error(`${name} did not come to an end`);
}

/** The messages that a run of the review writes, one for each page. */
async function review(changes: Parameters<typeof filledIn>[2] = {}, startAt = 'Start by Hand') {
	const done = await world.n8n.run(filledIn(FILE, CREDENTIAL, changes), { startAt });
	expect(done.run.data.resultData.error).toBeUndefined();
	const runs = done.run.data.resultData.runData['Write the Page'] ?? [];
	const pages = runs.flatMap(({ data }) =>
		(data?.['main']?.[0] ?? []).map(({ json }) => json['text'] as string),
	);
	return { done, pages, table: done.items('Most Urgent First').map(({ json }) => json) };
}

/** The workflow's node as a person fills it in. */
function addresses(now: string, nightly: string): Parameters<typeof filledIn>[2] {
	const { parameters } = templateOf(FILE).nodes.find(({ name }) => name === 'Your Addresses')!;
	const { assignments } = parameters['assignments'] as { assignments: INodeParameters[] };
	const values = [now, nightly];
	return {
		'Your Addresses': {
			assignments: { assignments: assignments.map((each, at) => ({ ...each, value: values[at]! })) },
		},
	};
}

/** A message with its days and hours taken out. */
const timeless = (text: string) =>
	text
		.replaceAll(/\d{1,2} [A-Z][a-z]+ \d{4}/g, '<day>')
		.replaceAll(/\d{4}-\d\d-\d\d( at \d\d:\d\d UTC)?/g, '<day>');

describe('Monthly credential review reminder', () => {
	test('tells of every key, what needs a person first, in words that any chat can show', async () => {
		const secrets = watchSecrets(world);
		await register('ads.dev');
		await register('back.dev', { graceHours: 72 });
		await register('blog.dev', { owner: '' });
		await register('crm.dev', { cadenceDays: 1 });
		await register('debt.dev');
		await register('grace.dev', { graceHours: 72 });
		await register('new.dev', {}, false);
		await register('shut.dev');
		await register('torn.dev');
		await rotate('grace.dev');
		await rotateToItsEnd('ads.dev');
		await rotate('back.dev');
		await runNode(world, { resource: 'rotation', operation: 'rollBack', key: named('back.dev') });
		await rotateToItsEnd('back.dev');
		const { knobs } = world.provider.provider.state;
		knobs.faultPath = '/v1/keys/';
		for (const [name, status] of [
			['debt.dev', 500],
			['shut.dev', 403],
		] as const) {
			knobs.failNext = { status, count: 1 };
			await rotateToItsEnd(name);
		}
		await world.asPerson('POST', `${MOUNT}/data/${PREFIX}/documents/torn.dev`, { data: { document: '{}' } });
		warp.to(warp.now() + 2 * DAY_MS);

		const { pages, table, done } = await review(addresses('https://n8n.test/workflow/a', NIGHTLY));
		expect(pages.map(timeless)).toEqual([
			`API keys: monthly review of <day>
Need a person: 7. Being rotated now: 1. Fine: 1.

NEED A PERSON
🔴 torn.dev
     Document of torn.dev: it is damaged
     → Nothing was called. Compare the entry’s history in the vault’s own page and restore the last good version.
🔴 crm.dev · owner: Ada Lovelace · 2 days old · was due <day>
     The key was due on <day>.
     → Run Rotate, or publish the nightly workflow.
🔴 debt.dev · owner: Ada Lovelace · 2 days old · next rotation <day> · old keys that may still work: 1
     The provider did not confirm the revocation.
     → The next run tries again by itself; the old key counts as alive until then.
🔴 shut.dev · owner: Ada Lovelace · 2 days old · next rotation <day> · old keys that may still work: 1
     Dev provider (revoke): the credential was refused (403)
     → Check the provider’s admin credential in the vault: it is refused or lacks a right.
🟡 new.dev · owner: Ada Lovelace · never issued · was due <day>
     The key is registered and was never issued.
     → Run Rotate to issue it.
🟡 back.dev · owner: Ada Lovelace · 2 days old · next rotation <day>
     The last rotation went back to the old key.
     → Mend the cause, then run Rotate.
🟢 blog.dev · owner: nobody · 2 days old · next rotation <day>
     The key is up to date; next rotation on <day>.
     → Agree who looks after this key: no owner is named.

BEING ROTATED NOW
🟡 grace.dev · owner: Ada Lovelace · 2 days old · next rotation <day>
     The new key is in use. The old key still works until <day>.
     → Nothing to do: the next run revokes the old key.

FINE
🟢 ads.dev · owner: Ada Lovelace · 2 days old · next rotation <day>

WHERE TO CLICK
One key, now: https://n8n.test/workflow/a (choose the key in the node “Rotate Key”, then press “Execute workflow”)
All that is due: ${NIGHTLY} (press “Execute workflow”)`,
		]);
		expect(table).toHaveLength(9);
		expect(table[2]).toMatchObject({ key: 'debt.dev', owner: 'Ada Lovelace', oldKeysNotProvedDead: 1 });
		expect(done.order.filter((name) => name === 'Send the Page')).toHaveLength(1);
		const texts = [...textsOf('review', done), ...(await recordsOf(world))];
		expect(new Canary(secrets.planted()).search(texts).leaks).toEqual([]);
	}, 60_000);

	test('writes a message for each page when there are many keys, and misses none', async () => {
		const names = ['a.dev', 'b.dev', 'c.dev', 'd.dev', 'e.dev'];
		for (const name of names) await register(name);
		const { pages } = await review({ 'Loop Over Pages': { batchSize: 2 } });
		expect(pages.map((page) => page.split('\n')[0]!.replace(/^.*, /, ''))).toEqual([
			'page 1 of 3',
			'page 2 of 3',
			'page 3 of 3',
		]);
		const told = pages.map((page) => [...page.matchAll(/[a-e]\.dev/g)].map(([name]) => name));
		expect(told.map(({ length }) => length)).toEqual([2, 2, 1]);
		expect(told.flat().sort()).toEqual(names);
		for (const page of pages) {
			expect(page).toContain('Need a person: 0. Being rotated now: 0. Fine: 5.');
			expect(page).not.toContain('WHERE TO CLICK');
		}
		const [one, ...more] = (await review()).pages;
		expect([one?.includes('page'), more]).toEqual([false, []]);
	});

	test('names the workflows where nobody has filled in their addresses', async () => {
		await register('blog.dev', { owner: '' });
		const { pages } = await review();
		expect(pages[0]).toContain('One key, now: open the workflow “Rotate one key now” in n8n (');
		expect(pages[0]).toContain('All that is due: open the workflow “Rotate due keys every night” in n8n (');
		expect(pages[0]).not.toContain('example.com');
	}, 60_000);

	test('says so when no key is registered', async () => {
		for (const startAt of ['First Day of Every Month at 9:00', 'Start by Hand']) {
			const { pages } = await review({}, startAt);
			expect(pages.map(timeless)).toEqual([
				`API keys: monthly review of <day>

🟢 No key is registered yet.
     → Register the first one: node Keyturn Rotate Key, resource Key, operation Register.`,
			]);
		}
	}, 60_000);

	test('says so when the vault cannot be used, and nothing else', async () => {
		await register('ads.dev');
		world.vault.vault.knobs.sealed = true;
		const { pages, done } = await review();
		world.vault.vault.knobs.sealed = false;
		expect(pages).toEqual([]);
		expect(done.items('Write What Stopped It').map(({ json }) => json['text'])).toEqual([
			expect.stringMatching(/^Keyturn could not review .*sealed.*Ask whoever runs the vault/),
		]);
	}, 60_000);

	test('asks what only a person can answer about the domains that somebody watches, in a message of its own', async () => {
		await register('ads.dev');
		expect((await review()).done.order).not.toContain('Write the Questions');
		const answer = {
			resource: 'zone',
			operation: 'answerQuestion',
			domain: 'example.com',
			question: 'secondFactor',
			answer: 'no',
			person: 'Ada Lovelace',
		};
		const type = 'n8n-nodes-keyturn.dnsBaseline';
		expect((await runNode(world, answer, { settings: { type } })).error).toBeUndefined();
		const { done, pages } = await review();
		expect(pages).toHaveLength(1);
		const [message, ...more] = done.items('Write the Questions').map(({ json }) => json['text'] as string);
		expect(more).toEqual([]);
		expect(message).toMatch(/^Your domains: questions that only a person can answer, \d{1,2} \w+ \d{4}\n\n/);
		expect(message).toMatch(
			/🔴 example\.com: Ada Lovelace answered no on \d{4}-\d\d-\d\d\.\n {5}Does everybody /,
		);
		expect(message?.match(/🟡 example\.com: nobody has answered this yet\./g)).toHaveLength(2);
	}, 60_000);

	test('names the workflows that it points to as they are called', () => {
		const text = textOf(FILE);
		for (const file of files.filter((each) => each.startsWith('rotate-')))
			expect(text).toContain(`“${templateOf(file).name}”`);
		expect(text).toContain(`$json.owner === '${NO_OWNER}'`);
	});
});
