import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Locator } from 'playwright-core';

import type { Rest } from '../../scripts/n8n/rest';
import { install } from '../../scripts/servers/install';
import { startOpenBao, type OpenBao } from '../../scripts/servers/openbao';
import { openBrowser } from '../../scripts/pictures/browser';
import { OWNER, sharedN8n } from './n8n';
import { CREDENTIAL } from './world';

const PAGE = join(__dirname, '../../docs/start-hashicorp-vault.md');

interface Property {
	readonly name: string;
	readonly default: unknown;
}

let openbao: OpenBao;
let n8n: Rest;
let folder = '';
beforeAll(async () => {
	openbao = await startOpenBao();
	n8n = await sharedN8n();
	folder = mkdtempSync(join(tmpdir(), 'keyturn-start-'));
	symlinkSync((await install('openbao')).binary!, join(folder, 'vault'));
}, 120_000);
afterAll(async () => {
	await openbao.stop();
	rmSync(folder, { recursive: true });
});

/** The page's blocks of commands, in order. */
const blocks = [...readFileSync(PAGE, 'utf8').matchAll(/```(?:sh)?\n([^]*?)```/g)].map(([, text]) => text!);

/** Pastes commands into a terminal in which the vault's program is logged in, under the name that the page uses. */
async function paste(commands: string): Promise<readonly string[]> {
	const env = {
		PATH: `${folder}:${process.env['PATH'] ?? ''}`,
		HOME: folder,
		BAO_ADDR: openbao.url,
		BAO_TOKEN: openbao.rootToken,
	};
	const { stdout } = await promisify(execFile)('sh', ['-e', '-c', commands], { env });
	return stdout.split('\n').filter((line) => line !== '');
}

/** What n8n's form sends: each field's default, and what a person typed. */
async function filledIn(typed: Readonly<Record<string, string>>): Promise<object> {
	const types = (await n8n.types('credentials')) as { name: string; properties: Property[] }[];
	const { properties } = types.find(({ name }) => name === CREDENTIAL)!;
	return { ...Object.fromEntries(properties.map(({ name, default: given }) => [name, given])), ...typed };
}

/** A person at the form, whose clicks and fields are counted. */
class Hand {
	clicks = 0;
	fields = 0;

	async click(what: Locator): Promise<void> {
		this.clicks += 1;
		await what.click();
	}

	async type(what: Locator, text: string): Promise<void> {
		this.fields += 1;
		await what.fill(text);
		// n8n takes up what was typed a moment later, and no hand is at the next field before that.
		await what.page().waitForTimeout(300);
	}
}

/** What the page asks for before the credential: Community nodes, Install, the box, Install; and the package's name. */
const INSTALLING = { clicks: 5, fields: 1 };

it('as the page tells it, the credential is made and green in at most ten clicks and five fields', async () => {
	const [roleId, secretId] = (await paste(blocks[0]!)).slice(-2);
	const browser = await openBrowser();
	try {
		const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
		const data = { emailOrLdapLoginId: OWNER.email, password: OWNER.password };
		await context.request.post(`${n8n.url}/rest/login`, { data });
		const page = await context.newPage();
		const hand = new Hand();
		await page.goto(`${n8n.url}/home/credentials`);
		await hand.click(page.getByText('Create credential', { exact: true }).first());
		const search = page.locator('[data-test-id="new-credential-type-select"] input').first();
		await hand.type(search, 'Keyturn HashiCorp');
		await hand.click(page.getByText('Keyturn HashiCorp Vault or OpenBao API').last());
		await hand.click(page.getByText('Continue', { exact: true }));
		const field = (name: string) =>
			page
				.locator('[data-test-id="credential-connection-parameter"]', { hasText: name })
				.locator('input')
				.first();
		await hand.type(field('Address'), openbao.url);
		await hand.type(field('Role ID'), roleId!);
		await hand.type(field('Secret ID'), secretId!);
		await hand.click(page.locator('[data-test-id="credential-save-button"]'));
		const green = page.getByText('Connection tested successfully').locator('visible=true').first();
		await green.waitFor({ timeout: 30_000 }).catch(async () => {
			throw new Error(`It is not green: ${await page.getByRole('dialog').first().innerText()}`);
		});
		expect(hand.clicks + INSTALLING.clicks).toBeLessThanOrEqual(10);
		expect(hand.fields + INSTALLING.fields).toBeLessThanOrEqual(5);
	} finally {
		await browser.close();
	}
}, 120_000);

it('what the page has pasted into an OpenBao and typed into three fields gives a green Test', async () => {
	expect(blocks).toHaveLength(2);
	const [roleId, secretId] = (await paste(blocks[0]!)).slice(-2);
	const typed = { address: openbao.url, roleId: roleId!, secretId: secretId! };
	expect(await n8n.testCredential(CREDENTIAL, 'Start', await filledIn(typed))).toMatchObject({
		status: 'OK',
	});
	const wrong = await filledIn({ ...typed, secretId: roleId! });
	expect(await n8n.testCredential(CREDENTIAL, 'Start', wrong)).toMatchObject({ status: 'Error' });

	// A second paste does no harm, and the commands for the first key work as they stand.
	await paste(blocks[0]!);
	expect((await paste(blocks[1]!)).join('\n')).toMatch(/Success/);
}, 60_000);
