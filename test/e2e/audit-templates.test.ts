import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PREFIX } from '../../demo/play/terms';
import type { Execution } from '../../scripts/n8n/rest';
import { commands, emptyMachine, removeMachines } from '../fakes/empty-machine';
import type { Mail } from '../fakes/read-mail';
import { type AuditOffice, fileIn, openAuditOffice, ROUTING_KEY } from './audit-office';
import { itemsOf, registerKey } from './world';

const HOUR_MS = 3_600_000;
const KEY = 'leaked.dev';
const SECRET = 'the-secret-of-the-forwarder-0123456789';
const FORWARDER = join(__dirname, '../../docs/forward-vault-audit.mjs');

/** How much the vault's clock, by which Keyturn goes, is ahead of n8n's. */
let ahead = 0;
let office: AuditOffice;
/** The log's public key, as it was shown when the log was set up. */
let pinned = '';
/** What somebody outside kept: the text of a mail. */
let outside = '';

beforeAll(async () => {
	office = await openAuditOffice(() => Date.now() + ahead);
	const { audit, n8n, world, vault } = office;
	const now = new Date();
	ahead = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15) - now.getTime();
	const begun = await audit({ resource: 'log', operation: 'setUp', store: 'in-vault' });
	[pinned] = begun['keys'] as [string];
	const reviewed = {
		event: 'access reviewed',
		subject: 'of last month',
		notedBy: 'Ada Lovelace',
		facts: '{}',
	};
	await audit({ resource: 'entry', operation: 'append', ...reviewed });
	ahead = 0;
	await world.makeKey(KEY);
	await registerKey(n8n, world, vault, KEY);
});
afterAll(async () => {
	removeMachines();
	await office.close();
});

it('*Monthly audit evidence* mails a file that *Verify File* and the commands of the page find good', async () => {
	const { imported, finished, newMails, verified } = office;
	const month = async (given: object) => {
		await finished(await imported('monthly-audit-evidence', { 'Verify Export': { pinned, ...given } }));
		const mails = newMails();
		expect(mails.map(({ subject }) => subject)).toEqual([
			expect.stringMatching(/^Keyturn: audit evidence of \w+ \d{4}$/),
		]);
		return mails[0]!;
	};
	outside = (await month({})).text;
	expect(outside).toMatch(/^Audit evidence of \w+ \d{4}\n\n🟡 .*not anchored/);
	const mail = await month({ outside });
	expect(mail.text).toMatch(/^Audit evidence of \w+ \d{4}\n\n🟢 /);
	expect(mail.text.trimEnd().endsWith(pinned)).toBe(true);
	const table = fileIn(mail, '.csv').toString();
	expect(table).toContain('of last month');
	expect(table).not.toContain(KEY);

	const file = fileIn(mail, '.tar');
	const given = { pinned, outside, period: true };
	expect(await verified(file, given)).toMatchObject({ light: 'green', exitCode: 0 });
	const [checkpoint] = /^keyturn\.dev\/log\/\S+\n\d+\n\S{44}\n/m.exec(outside)!;
	const machine = emptyMachine(file, pinned, checkpoint);
	const failed = commands.map((command) => machine.run(command)).filter(({ status }) => status !== 0);
	expect(failed).toEqual([]);
	file[file.length >> 1]! ^= 1;
	expect(await verified(file, given)).toMatchObject({ light: 'red', exitCode: 1 });
});

describe('*Incident: a key leaked*', () => {
	const ada = { key: { __rl: true, mode: 'list', value: KEY }, confirmedBy: 'Ada Lovelace' };
	const keys = () => office.world.stage.provider.provider.state.keys;

	/** Starts it, fills the form in as a browser would, and waits for the end. */
	async function leaked(decision: string): Promise<Execution> {
		const filled = { 'What Would Break': ada, 'Rotate in Emergency': ada };
		const workflow = await office.imported('incident-a-key-leaked', filled, ['Send the Message']);
		const id = await office.n8n.start(workflow, 'Start by Hand');
		const { form, text } = itemsOf(await waiting(id), 'Show What Would Break')[0]!;
		expect(text).toMatch(/^Key: leaked\.dev\n\nWhat breaks:\n- /);
		const page = await (await fetch(form)).text();
		expect(page).toContain('A key leaked: replace it now?');
		expect(page).toContain('What breaks:');
		const answers = new FormData();
		for (const [at, answer] of [decision, 'in a public repository', 'Grace Hopper'].entries())
			answers.set(`field-${at}`, answer);
		expect((await fetch(form, { method: 'POST', body: answers })).status).toBe(200);
		const done = await office.n8n.ended(id);
		expect([done.status, done.error?.message]).toEqual(['success', undefined]);
		return done;
	}

	async function waiting(id: string): Promise<Execution> {
		for (const deadline = Date.now() + 20_000; ;) {
			const execution = await office.n8n.execution(id);
			if (execution.status === 'waiting') return execution;
			if (execution.status !== 'running' || Date.now() > deadline)
				throw new Error(`Execution ${id} is ${execution.status}: ${execution.error?.message}`);
			await pause(150);
		}
	}

	it('changes nothing when the person decides against it', async () => {
		const before = structuredClone(keys());
		const done = await leaked('Do nothing');
		expect(itemsOf(done, 'Say That Nothing Was Done')).toEqual([
			expect.objectContaining({ text: expect.stringContaining(`${KEY} still works`) }),
		]);
		expect([keys(), office.newMails()]).toEqual([before, []]);
	});

	it('replaces the key in emergency mode, and mails the log as evidence of it', async () => {
		const [old] = keys();
		const done = await leaked('Rotate now');
		expect(done.lastNode).toBe('Send the Message');
		expect(old!.deletedMs).not.toBeNull();
		expect(keys().filter(({ deletedMs }) => deletedMs === null)).toHaveLength(1);
		const mails = office.newMails();
		expect(mails.map(({ subject }) => subject)).toEqual([`Keyturn: ${KEY} leaked, and what became of it`]);
		expect(mails[0]!.text).toMatch(/^A key leaked: leaked\.dev\n\n🟢 .*\n.*refuses the old key/);
		const file = fileIn(mails[0]!, '.tar');
		expect(await office.verified(file, { pinned, outside, period: false })).toMatchObject({
			light: 'green',
			exitCode: 0,
		});
		const kinds = [...file.toString('latin1').matchAll(/"kind":"([^"]+)"/g)].map(([, kind]) => kind);
		expect(kinds.filter((kind) => kind === 'emergency declared')).toHaveLength(1);
		expect(kinds.at(-1)).toBe('noted: key leaked');
	});
});

describe('*Watch for key events*', () => {
	let workflow = '';
	beforeAll(async () => {
		await office.world.person.keep(`${PREFIX}/admin/forwarder`, SECRET, office.n8n.url);
		const filled = {
			Receive: { secret: 'forwarder' },
			// Nothing but what the tests start.
			'Every Hour': { rule: { interval: [{ field: 'months', monthsInterval: 12 }] } },
		};
		workflow = await office.imported('watch-for-key-events', filled, ['Vault Audit Log', 'Receive']);
	});

	it('takes in what the forwarder of the docs sends, and refuses what is not signed', async () => {
		const { knobs } = office.world.stage.vault.vault;
		await office.n8n.publish(workflow);
		let taken = await forward();
		// n8n knows a webhook some time after it has said that it was published.
		for (let tries = 0; tries < 50 && taken.includes('404'); tries += 1) taken = await forward();
		expect(taken).toBe('');
		expect(await forward('another-secret-of-32-characters-or-more')).toContain('the webhook answered 401');
		knobs.sealed = true;
		const sealed = await forward();
		knobs.sealed = false;
		expect(sealed).toContain('the webhook answered 503');
		await office.n8n.unpublish(workflow);
	});

	it('mails what begins once and that it is over once, with the newest checkpoint', async () => {
		const { audit, finished, newMails } = office;
		newMails();
		/** What is told so much later. */
		const look = async (later: number) => {
			ahead += later;
			const { checkpoint } = await audit({ resource: 'log', operation: 'getCheckpoint' });
			await finished(workflow);
			const mails = newMails();
			for (const { text } of mails) expect(text).toContain(String(checkpoint).trim());
			return mails;
		};
		const subjects = (mails: readonly Mail[]) => mails.map(({ subject }) => subject);
		const deleted = 'severity high: A secret or key was deleted outside Keyturn';

		const opened = await look(HOUR_MS);
		expect(subjects(opened)).toContain(`Keyturn: New alert, ${deleted}`);
		expect(opened.map(({ text }) => text).join()).toContain('By: somebody e1');
		expect(subjects(await look(HOUR_MS)).filter((each) => each.includes(deleted))).toEqual([]);
		const later = await look(200 * 24 * HOUR_MS);
		expect(subjects(later)).toContain(`Keyturn: Closed, ${deleted}`);
		expect(subjects(later)).toContain('Keyturn: New alert, severity high: A rotation is overdue');
		const alert = later.map(({ text }) => text).join('\n');
		expect(await audit({ resource: 'log', operation: 'verify', pinned, outside: alert })).toMatchObject({
			light: 'green',
			exitCode: 0,
		});
	});

	test.each([
		['Call PagerDuty', 'pagerduty', { routing_key: ROUTING_KEY, event_action: 'trigger' }],
		['Post to Teams', 'teams', { type: 'message', attachments: [expect.anything()] }],
	])('%s posts the alert where it is switched on', async (name, message, body) => {
		const posted: unknown[] = [];
		const channel = createServer((request, response) => {
			void json(request).then((sent) => {
				posted.push(sent);
				response.setHeader('content-type', 'application/json').end('{}');
			});
		});
		await new Promise<void>((listening) => channel.listen(0, '127.0.0.1', listening));
		const url = `http://127.0.0.1:${(channel.address() as AddressInfo).port}/`;
		// Another watch has told nobody yet.
		const filled = { Watch: { watch: message, message }, [name]: { url } };
		const workflow = await office.imported('watch-for-key-events', filled, [name]);
		await office.finished(workflow).finally(() => channel.close());
		const overdue = posted.filter((each) => JSON.stringify(each).includes('A rotation is overdue'));
		expect(overdue).toEqual([expect.objectContaining(body)]);
		expect(JSON.stringify(overdue)).toContain(pinned.split('+')[0]);
	});
});

/** Has the forwarder send what a vault's audit device wrote when somebody deleted a secret; what it complains of. */
async function forward(secret = SECRET): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-forwarder-'));
	const [file, secretFile] = [join(folder, 'audit.log'), join(folder, 'secret')];
	const request = { id: 'r1', operation: 'delete', path: `secret/data/${PREFIX}/admin/forwarder` };
	const line = {
		type: 'response',
		time: new Date().toISOString(),
		auth: { display_name: 'somebody', entity_id: 'e1' },
		request: { ...request, mount_point: 'secret/', mount_type: 'kv', remote_address: '192.0.2.7' },
	};
	writeFileSync(file, `${JSON.stringify(line)}\n`);
	writeFileSync(secretFile, secret);
	const argv = [FORWARDER, file, `${office.n8n.url}/webhook/vault-audit`, secretFile, '--once'];
	const said = await promisify(execFile)(process.execPath, argv).then(
		({ stderr }) => stderr,
		(error: unknown) => (error as { stderr: string }).stderr,
	);
	rmSync(folder, { recursive: true });
	return said;
}
