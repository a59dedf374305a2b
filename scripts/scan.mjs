// n8n's scanner for community packages, offline: its own configuration on both of its legs, the sources and the
// packed tarball. Stricter than the scanner in two points: a warning counts, and the rules of the newest plugin
// run beside those that the scanner is pinned to.
import { n8nCommunityNodesPlugin as newest } from '@n8n/eslint-plugin-community-nodes';
import { ESLint } from 'eslint';
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { done, fail, pack, root, scratch } from './tools.mjs';

const PLUGIN = '@n8n/community-nodes';
const folder = scratch();

// The scanner makes a temporary folder when it is loaded; that one goes with ours.
process.env.TMPDIR = folder;
const { buildScanConfig, SOURCE_FILE_PATTERNS } =
	await import('@n8n/scan-community-package/scanner/scanner.mjs');
const TARBALL_PATTERNS = ['**/*.js', 'package.json'];

const pinned = await buildScanConfig();
const holdsPlugin = (part) => part.plugins?.[PLUGIN] !== undefined;
if (pinned.filter(holdsPlugin).length !== 1) fail('scan: the scanner no longer names its plugin as expected');
const ruleSets = {
	pinned,
	newest: pinned.map((part) => (holdsPlugin(part) ? newest.configs.recommended : part)),
};

await selfTest(join(folder, 'planted'));

const unpacked = join(folder, 'unpacked');
mkdirSync(unpacked);
execFileSync('tar', ['-xzf', pack(folder).path, '-C', unpacked, '--strip-components=1']);

const findings = [
	...(await scan('source', root, SOURCE_FILE_PATTERNS)),
	...(await scan('tarball', unpacked, TARBALL_PATTERNS)),
];
if (findings.length > 0) fail(`scan: ${findings.length} findings; no rule is switched off, mend the source`);
done('scan: clean');

/** One leg under both rule sets: prints the counts and each finding. */
async function scan(leg, where, patterns) {
	const all = [];
	for (const ruleSet of Object.keys(ruleSets)) {
		const { files, messages } = await lint(where, patterns, ruleSet);
		const count = (severity) => messages.filter((message) => message.severity === severity).length;
		console.log(`scan: ${leg}, ${ruleSet} rules: files ${files} errors ${count(2)} warnings ${count(1)}`);
		for (const { file, line, ruleId, message } of messages) {
			console.log(`  ${relative(where, file)}:${line ?? 0} ${ruleId ?? 'not scanned'}: ${message}`);
		}
		all.push(...messages);
		if (files < 2) {
			console.log(`  the ${leg} leg saw no sources`);
			all.push({ file: leg, message: 'no sources' });
		}
	}
	return all;
}

async function lint(cwd, patterns, ruleSet) {
	const files = globSync(patterns, { cwd, exclude: ['node_modules'] }).map((file) => join(cwd, file));
	const eslint = new ESLint({
		cwd,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: ruleSets[ruleSet],
	});
	const results = await eslint.lintFiles(files);
	const messages = results.flatMap((result) =>
		result.messages.map((message) => ({ ...message, file: result.filePath })),
	);
	return { files: results.length, messages };
}

/** The scan can see: violations in a small package must be found, in spite of comments that switch rules off. */
async function selfTest(where) {
	const plant = (file, text) => {
		mkdirSync(dirname(join(where, file)), { recursive: true });
		writeFileSync(join(where, file), `${text}\n`);
	};
	plant('package.json', JSON.stringify({ name: 'planted', version: '1.0.0', dependencies: { left: '1' } }));
	plant(
		'nodes/Bad/Bad.node.ts',
		"/* eslint-disable */ import fs from 'node:fs'; export const sep: string = fs.sep;",
	);
	plant('dist/bad.js', '/* eslint-disable */ setTimeout(() => console.log(1), 1);');

	const expected = [
		[SOURCE_FILE_PATTERNS, [`${PLUGIN}/no-restricted-imports`, `${PLUGIN}/no-runtime-dependencies`]],
		[TARBALL_PATTERNS, [`${PLUGIN}/no-restricted-globals`, 'no-console']],
	];
	for (const ruleSet of Object.keys(ruleSets)) {
		for (const [patterns, rules] of expected) {
			const { messages } = await lint(where, patterns, ruleSet);
			const missed = rules.filter((rule) => !messages.some(({ ruleId }) => ruleId === rule));
			if (missed.length > 0) fail(`scan: blind to planted violations of ${missed.join(', ')}`);
		}
	}
	console.log('scan: self-test ok, planted violations are seen');
}
