import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { APP, zapierCli } from '../../../scripts/zapier/cli';
import { type Packed, packed, stage } from '../../../scripts/zapier/pack';
import { Trial } from './trial';

const MEGABYTE = 1_000_000;

let work = '';
let app: Packed;
beforeAll(async () => {
	work = mkdtempSync(join(tmpdir(), 'keyturn-zapier-packed-'));
	app = await packed();
}, 120_000);
afterAll(() => {
	rmSync(work, { recursive: true });
});

/** The app as a folder that Zapier's command line may look at, with `index` in place of its own. */
function workFolder(name: string, index?: string): string {
	const folder = join(work, name);
	stage(folder);
	if (index !== undefined) writeFileSync(join(folder, 'index.js'), index);
	return folder;
}

/** Every file of a folder, relative to it. */
const filesIn = (folder: string) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)));

describe('zapier-platform validate', () => {
	const validate = (folder: string) => zapierCli(['validate', '--without-style'], folder, work);

	test('finds no error, and warns of nothing', async () => {
		const { code, printed } = await validate(workFolder('good'));
		expect(printed).toContain('No structural errors found');
		expect(printed).not.toMatch(/warn|deprecat|error(?!s found)/i);
		expect(code).toBe(0);
	}, 60_000);

	test('the control: it finds a fault in the definition', async () => {
		const spoilt = `const app = require('./dist/app.cjs').default;
			module.exports = { ...app, creates: { ...app.creates, rotate_key: { ...app.creates.rotate_key, noun: undefined } } };`;
		const { code, printed } = await validate(workFolder('bad', spoilt));
		expect(printed).toContain('App.creates.rotate_key');
		expect(code).toBe(1);
	}, 60_000);
});

describe('the zip', () => {
	test('has at most 2 MB', () => {
		expect(statSync(app.zip).size).toBeLessThanOrEqual(2 * MEGABYTE);
	});

	test('holds the app, its one dependency, and nothing of this repository besides', () => {
		const files = filesIn(app.folder);
		const own = files.filter((file) => !file.startsWith('node_modules/'));
		expect(own.sort()).toEqual([
			'definition.json',
			'dist/app.cjs',
			'index.js',
			'package.json',
			'zapierwrapper.js',
		]);
		expect(files).toContain('node_modules/zapier-platform-core/index.js');
		expect(files.filter((file) => /zapier-platform-cli|esbuild|\.npmrc|\.env/.test(file))).toEqual([]);
	});

	test('names no folder of the machine that made it', () => {
		for (const file of ['definition.json', 'dist/app.cjs', 'zapierwrapper.js', 'package.json'])
			expect(readFileSync(join(app.folder, file), 'utf8')).not.toContain(APP);
	});

	test('has no switch: what it reads of its surroundings decides nothing about addresses', () => {
		const text = readFileSync(join(app.folder, 'dist/app.cjs'), 'utf8');
		expect(text.match(/process\.(env|argv)|globalThis\./g) ?? []).toEqual([]);
	});
});

describe('unpacked, in a process of its own', () => {
	let trial: Trial;
	beforeAll(async () => {
		trial = await Trial.start(app.folder);
	});
	afterAll(async () => {
		await trial.stop();
	});

	test('it tells its definition, which is the one in the zip', async () => {
		const { results, connections } = await trial.call({ command: 'definition' });
		const inZip = JSON.parse(readFileSync(join(app.folder, 'definition.json'), 'utf8')) as object;
		expect(JSON.parse(JSON.stringify(results))).toEqual(inZip);
		expect(inZip).toMatchObject({ creates: { rotate_key: {} }, flags: { skipHttpPatch: true } });
		expect(connections).toEqual([]);
	});

	test('it finds itself valid', async () => {
		const { results } = await trial.call({ command: 'validate' });
		expect(results).toEqual([]);
	});

	test('a connection that is not filled in is refused in one sentence', async () => {
		const { error, connections } = await trial.run('authentication.test', {});
		expect(error?.message).toContain('Vault login');
		expect(connections).toEqual([]);
	});
});
