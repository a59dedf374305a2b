import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { Canary, missedBy, type Planted, type Searched } from '../../demo/canary';
import { goodKnobs, type DevProviderKnobs } from '../../demo/dev-provider/knobs';
import { CALL, ROTATE } from '../../demo/editor/contents';
import { openEditor, type Editor } from '../../demo/editor/editor';
import { KEY } from '../../demo/play/terms';
import { CREDENTIAL, STORED } from '../../demo/play/workflow';
import { runCli, type StoredCredential } from '../../scripts/n8n/cli';
import { install } from '../../scripts/n8n/installation';
import { openBrowser } from '../../scripts/pictures/browser';
import { takePictures } from '../../scripts/pictures/take';
import { watchSecrets } from '../engine/watched';
import { OWN, oneNode, type Stored } from './world';

const FAULTS: Readonly<Record<string, Partial<DevProviderKnobs>>> = {
	'errors that repeat the key': { echoKeyInErrors: true, failNext: { status: 403, count: 3 } },
	'a list that leaks': { leakingList: true },
	'a lost answer': { loseAnswerAfterCreate: 1 },
	'a web page': { htmlErrorNext: 2 },
};

let folder = '';
let home = '';
let editor: Editor;
let secrets: ReturnType<typeof watchSecrets>;
let logins: readonly StoredCredential[] = [];
let byHand = '';
let decrypted = '';
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-canary-'));
	home = join(folder, 'n8n');
	editor = await openEditor(join(folder), () => undefined);
	logins = JSON.parse(await exported('export:credentials', '--decrypted')) as StoredCredential[];
	const secretId = String(logins.find(({ type }) => type === CREDENTIAL)?.data['secretId']);
	const { vault, provider } = editor.stage;
	secrets = watchSecrets({ vault, provider, credential: { secretId } });
	const versions =
		vault.vault.state.namespaces['']!.mounts['secret/']!.secrets[`/keyturn/values/${KEY}`]!.versions;
	byHand = (Object.values(versions)[0]!.data as { value: string }).value;
}, 90_000);
afterAll(async () => {
	await editor.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** What n8n's own export writes, from a file outside of its folder. */
async function exported(command: string, ...more: readonly string[]): Promise<string> {
	const output = join(folder, `export-${randomUUID()}.json`);
	await runCli(await install(), home, command, '--all', `--output=${output}`, ...more);
	const text = readFileSync(output, 'utf8');
	rmSync(output);
	return text;
}

/** Each secret once: one may be known from two places. */
function planted(): Planted[] {
	const all = [
		...secrets.planted(),
		{ name: 'key made by hand', value: byHand },
		...logins.map(({ name, data }) => ({ name: `secret ID of ${name}`, value: String(data['secretId']) })),
		{ name: 'password of the owner', value: editor.owner.password },
	];
	return [...new Map(all.map((each) => [each.value, each])).values()];
}

/** What n8n brings along: the package's tarball and programs, and the editor that it serves. */
const INSTALLED = /node_modules|\.tgz$|\.cache\/n8n\/public\/assets/;

/** Everything else below n8n's folder, whatever it is. */
const onDisk = (): Searched[] =>
	readdirSync(home, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => !INSTALLED.test(file))
		.map((file) => ({ name: relative(home, file), text: readFileSync(file, 'latin1') }));

/** What n8n keeps of files that a node made, each beside a note of its name and size. */
const BINARY = /\/binary_data\/(?!.*\.metadata$)[^/]+$/;

/** Has Audit Export make a file of the log, and one of its entries. */
async function exportLog(credential: Stored): Promise<void> {
	for (const parameters of [
		{ resource: 'log', operation: 'setUp', store: 'in-vault' },
		{ resource: 'log', operation: 'exportLog' },
		{ resource: 'entry', operation: 'export', format: 'csv' },
	]) {
		const { nodes, ...rest } = oneNode(credential, parameters);
		const [start, node] = nodes;
		const workflow = { ...rest, nodes: [start, { ...node, type: `${OWN}auditExport` }] };
		const { status, error } = await editor.rest.run(await editor.rest.createWorkflow(workflow), 'Start');
		expect([status, error?.message]).toEqual(['success', undefined]);
	}
}

const rotate = (workflow: string) => editor.rest.run(workflow, 'Start', 60_000);

it('after runs with success and with faults, nothing of a secret is anywhere', async () => {
	const browser = await openBrowser();
	const pages = await takePictures(browser, editor, join(folder, 'pictures'), ['light']).finally(() =>
		browser.close(),
	);
	const credential = { id: STORED, name: 'Keyturn vault' };
	const chosen = { key: { __rl: true, mode: 'name', value: KEY }, simplify: false };
	const id = await editor.rest.createWorkflow(
		oneNode(credential, { resource: 'rotation', operation: 'rotate', mode: 'planned', ...chosen }),
	);
	const statuses: string[] = [];
	for (const knobs of Object.values(FAULTS)) {
		Object.assign(editor.stage.provider.provider.knobs, knobs);
		for (let round = 0; round < 3; round += 1) statuses.push((await rotate(id)).status);
		Object.assign(editor.stage.provider.provider.knobs, goodKnobs());
	}
	editor.stage.vault.vault.knobs.sealed = true;
	statuses.push((await rotate(id)).status);
	editor.stage.vault.vault.knobs.sealed = false;
	expect(new Set(statuses)).toEqual(new Set(['success', 'error']));
	expect((await editor.rest.run(CALL, 'Start')).status).toBe('success');
	await exportLog(credential);

	const executions = await Promise.all(
		[id, ROTATE, CALL].flatMap(async (workflow) =>
			Promise.all((await editor.rest.executions(workflow)).map((each) => editor.rest.execution(each.id))),
		),
	);
	// Each starts n8n's own program, which takes its time.
	const [ofWorkflows, ofCredentials, shown] = await Promise.all([
		exported('export:workflow'),
		exported('export:credentials'),
		exported('export:credentials', '--decrypted'),
	]);
	decrypted = shown;
	const disk = onDisk();
	const names = disk.map(({ name }) => name);
	for (const part of ['.n8n/database.sqlite', '.n8n/database.sqlite-wal', '.n8n/n8nEventLog.log', 'n8n.log'])
		expect(names).toContain(part);
	const files = disk.filter(({ name }) => BINARY.test(name));
	expect(files.map(({ text }) => text.includes(KEY))).toEqual([true, true]);
	const texts: Searched[] = [
		...pages,
		...disk,
		...executions.flat().map((each) => ({ name: `execution ${each.id}`, text: each.text })),
		{
			name: 'history of a workflow',
			text: JSON.stringify(await editor.rest.must('GET', `workflow-history/workflow/${id}`)),
		},
		{ name: 'export of all workflows', text: ofWorkflows },
		{ name: 'export of all credentials', text: ofCredentials },
		{ name: 'what n8n printed', text: editor.printed() },
	];
	const { bytes, leaks } = new Canary(planted()).search(texts);
	expect(leaks).toEqual([]);
	expect(pages.length).toBeGreaterThan(5);
	expect(executions.flat().length).toBeGreaterThan(12);
	expect(bytes).toBeGreaterThan(3_000_000);
}, 480_000);

it('the search finds each of these secrets in each form, also in the middle of a database', () => {
	const all = planted();
	expect(all.length).toBeGreaterThan(15);
	const canary = new Canary(all);
	expect(missedBy(canary, all)).toEqual([]);
	const database = onDisk().find(({ name }) => name === '.n8n/database.sqlite')!.text;
	const middle = Math.floor(database.length / 2);
	for (const { name, value } of all) {
		const text =
			database.slice(middle - 500, middle) + value.slice(3, 15) + database.slice(middle, middle + 500);
		// Under this name or another: a made-up value that must be refused shares its beginning with a real one.
		expect({ name, leaks: canary.search([{ name: 'control', text }]).leaks.length }).not.toEqual({
			name,
			leaks: 0,
		});
	}
}, 120_000);

it('an export with --decrypted shows the logins and the cached key: whoever has the server has them', () => {
	const { leaks } = new Canary(planted()).search([{ name: 'decrypted export', text: decrypted }]);
	const found = [...new Set(leaks.map(({ secret }) => secret))];
	for (const { name } of logins) expect(found).toContain(`secret ID of ${name}`);
	expect(found.filter((name) => /^(bearer at|key made)/.test(name))).toHaveLength(1);
	expect(found).toHaveLength(logins.length + 1);
});
