import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	coreHasNoDefaultExports,
	driversDoNotKnowEachOther,
	everyTestIsRun,
	filesStayShort,
	foldersSayWhatTheyHold,
	importsFollowTheTable,
	rotationNamesNoDriver,
	type Rule,
	whatShipsNeedsNoPlatform,
} from './architecture/rules';
import type { Source } from './architecture/source';

const ROOT = join(__dirname, '..');

/** Every pattern that a jest configuration names; what runs twice in different settings counts once. */
const SUITES = [
	...new Set(
		['jest.config.mjs', 'jest.servers.config.mjs', 'jest.n8n.config.mjs'].flatMap((file) =>
			[...readFileSync(join(ROOT, file), 'utf8').matchAll(/suite\('[^']+', '([^']+)'/g)].map(
				([, glob]) => glob!,
			),
		),
	),
];

interface Case {
	readonly rule: Rule;
	/** Made-up sources that the rule must refuse, each alone. */
	readonly bad: Readonly<Record<string, string>>[];
	/** Made-up sources that come close and are allowed. */
	readonly good?: Readonly<Record<string, string>>;
}

const cases: Readonly<Record<string, Case>> = {
	'imports follow the table': {
		rule: importsFollowTheTable,
		bad: [
			{ 'core/a.ts': "import { readFileSync } from 'node:fs';" },
			{ 'core/a.ts': "import axios from 'axios';" },
			{ 'core/vaults/a.ts': "import type { N } from '../../nodes/RotateKey/RotateKey.node';" },
			{ 'core/a.ts': "export * from '../demo/start';" },
			{ 'core/a.ts': "export const later = () => import('n8n-workflow');" },
			{ 'nodes/A/A.node.ts': "import { createHash } from 'node:crypto';" },
			{ 'nodes/A/A.node.ts': "const dns = require('node:dns');" },
			{ 'credentials/A.credentials.ts': "import { searchKeys } from '../nodes/RotateKey/lists';" },
			{ 'zapier-app/src/index.ts': "import { NodeHelpers } from 'n8n-workflow';" },
			{ 'zapier-app/src/index.ts': "import { startDevVault } from '../../demo/dev-vault/start';" },
			{ 'zapier-app/src/index.ts': "import { nodeError } from '../../nodes/shared/errors';" },
			{ 'zapier-app/src/index.ts': "import fetch from 'node-fetch';" },
		],
		good: {
			'core/a.ts': "import { createHmac } from 'node:crypto'; import { z } from 'zod'; import './b';",
			'nodes/A/A.node.ts': "import { rotate } from '../../core/rotation'; import 'n8n-workflow';",
			'demo/start.ts': "import { createServer } from 'node:http';",
		},
	},
	'drivers know neither each other nor the registry': {
		rule: driversDoNotKnowEachOther,
		bad: [
			{ 'core/vaults/aws.ts': "import { x } from './azure';", 'core/vaults/azure.ts': '' },
			{ 'core/providers/acme.ts': "import { x } from '../vaults/hashicorp';" },
			{ 'core/targets/n8n.ts': "import { targets } from '.';" },
			{ 'core/targets/n8n.ts': "import { vaults } from '../vaults/index';" },
			{ 'core/dns/hosts/a.ts': "import { b } from './b';", 'core/dns/hosts/b.ts': '' },
			{ 'core/vaults/aws.ts': '', 'core/vaults/aws-b.ts': "import { x } from './hashicorp-client';" },
		],
		good: {
			'core/vaults/hashicorp.ts': "import './vault'; import './hashicorp-client'; import '../signing/sigv4';",
			'core/vaults/hashicorp-client.ts': "import './hashicorp-layout'; import '../http';",
			'core/vaults/index.ts': "import { hashicorp } from './hashicorp'; import { aws } from './aws';",
		},
	},
	'rotation names no driver': {
		rule: rotationNamesNoDriver,
		bad: [
			{ 'core/rotation/steps.ts': "import { openai } from '../providers/openai';" },
			{ 'core/rotation/steps.ts': "import type { H } from '../vaults/hashicorp';" },
			{ 'core/rotation/steps.ts': "import { providers } from '../providers';" },
		],
		good: { 'core/rotation/steps.ts': "import type { Vault } from '../vaults/vault'; import '../names';" },
	},
	'files stay short': {
		rule: filesStayShort,
		bad: [{ 'core/a.ts': 'x;\n'.repeat(301) }, { 'nodes/A/A.node.ts': 'x;\n'.repeat(301) }],
		good: { 'core/a.ts': 'x;\n'.repeat(300), 'test/a.ts': 'x;\n'.repeat(301) },
	},
	'folders say what they hold': {
		rule: foldersSayWhatTheyHold,
		bad: [{ 'core/utils/a.ts': '' }, { 'demo/helpers/a.ts': '' }, { 'nodes/A/common/b/a.ts': '' }],
		good: { 'core/names.ts': '', 'test/common.test.ts': '' },
	},
	'core has no default exports': {
		rule: coreHasNoDefaultExports,
		bad: [
			{ 'core/a.ts': 'export default 1;' },
			{ 'core/a.ts': 'export default function f() {}' },
			{ 'core/a.ts': 'const a = 1; export { a as default };' },
		],
		good: { 'core/a.ts': "export const a = 'export default';", 'demo/a.ts': 'export default 1;' },
	},
	'what ships needs no platform': {
		rule: whatShipsNeedsNoPlatform,
		bad: [
			{ 'core/a.ts': 'export const home = process.env;' },
			{ 'nodes/A/A.node.ts': 'setTimeout(() => {}, 1);' },
			{ 'credentials/A.credentials.ts': "console.log('x');" },
			{ 'core/a.ts': 'export const all = { process };' },
		],
		good: {
			'core/a.ts': 'export const a = (task: { process: () => void }) => task.process(); // console.log',
			'demo/start.ts': "console.log('x');",
		},
	},
	'every test is run': {
		rule: everyTestIsRun(SUITES),
		bad: [{ 'test/forgotten/a.test.ts': '' }],
		good: { 'test/unit/core/a.test.ts': '', 'test/fakes/a.ts': '', 'test/a.test.ts': '' },
	},
};

const sourcesFrom = (files: Readonly<Record<string, string>>): Source[] =>
	Object.entries(files).map(([path, text]) => ({ path, text }));

const titleOf = (files: Readonly<Record<string, string>>) =>
	Object.entries(files)
		.map(([path, text]) => `${path} ${text.split('\n')[0] ?? ''}`.trim())
		.join(' beside ');

const repository = (): Source[] =>
	execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
		cwd: ROOT,
		encoding: 'utf8',
	})
		.split('\n')
		.filter((path) => path !== '' && !path.endsWith('.d.ts') && existsSync(join(ROOT, path)))
		.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

describe.each(Object.entries(cases))('%s', (_name, { rule, bad, good }) => {
	it.each(bad.map((files) => [titleOf(files), files]))('refuses %s', (_title, files) => {
		expect(rule(sourcesFrom(files))).toHaveLength(1);
	});

	it('allows what only comes close', () => {
		expect(rule(sourcesFrom(good ?? {}))).toEqual([]);
	});

	it('holds in this repository', () => {
		expect(rule(repository())).toEqual([]);
	});
});

it('the rules above see this repository', () => {
	const folders = new Set(repository().map(({ path }) => path.split('/')[0]));
	expect([...folders]).toEqual(
		expect.arrayContaining(['core', 'nodes', 'credentials', 'demo', 'test', 'zapier-app']),
	);
	expect(SUITES.length).toBeGreaterThan(5);
});
