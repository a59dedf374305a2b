// n8n's scanner for community packages, offline: its own configuration on both of its legs, the sources and the
// packed tarball. Stricter than the scanner in two points: a warning counts, and the rules of the newest plugin
// run beside those that the scanner is pinned to.
import { n8nCommunityNodesPlugin as newest } from '@n8n/eslint-plugin-community-nodes';
import { buildScanConfig, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { done, fail, inScratch, pack, root } from './tools.mjs';

const TARBALL_PATTERNS = ['**/*.js', 'package.json'];
const PLUGIN = '@n8n/community-nodes';

const pinned = await buildScanConfig();
const ruleSets = {
	pinned,
	newest: pinned.map((part) => (part.plugins?.[PLUGIN] ? newest.configs.recommended : part)),
};
if (!pinned.some((part) => part.plugins?.[PLUGIN]))
	fail('scan: the scanner no longer names its plugin as expected');

await inScratch(async (folder) => {
	await selfTest(join(folder, 'planted'));
	const unpacked = join(folder, 'tarball');
	mkdirSync(unpacked);
	execFileSync('tar', ['-xzf', pack(folder).path, '-C', unpacked, '--strip-components=1']);

	let findings = 0;
	for (const [leg, where, patterns] of [
		['source', root, SOURCE_FILE_PATTERNS],
		['tarball', unpacked, TARBALL_PATTERNS],
	]) {
		for (const ruleSet of Object.keys(ruleSets)) {
			const { files, messages } = await lint(where, patterns, ruleSet);
			const count = (severity) => messages.filter((message) => message.severity === severity).length;
			console.log(`scan: ${leg}, ${ruleSet} rules: files ${files} errors ${count(2)} warnings ${count(1)}`);
			for (const { file, line, ruleId, message } of messages) {
				console.log(`  ${file.slice(where.length + 1)}:${line} ${ruleId ?? 'parser'}: ${message}`);
			}
			if (files < 2) fail(`scan: the ${leg} leg found no sources, only ${files} file`);
			findings += messages.length;
		}
	}
	if (findings > 0) fail(`scan: ${findings} findings; none may be switched off, mend the source`);
});
done('scan: clean');

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

/** The scan can see: violations planted in a small package must be found, in spite of comments that disable rules. */
async function selfTest(folder) {
	const plant = (file, text) => {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		writeFileSync(join(folder, file), text);
	};
	plant(
		'package.json',
		JSON.stringify({ name: 'planted', version: '1.0.0', dependencies: { left: '1.0.0' } }),
	);
	plant(
		'nodes/Bad/Bad.node.ts',
		"/* eslint-disable */\nimport fs from 'node:fs';\nexport const bad: string = fs.sep;\n",
	);
	plant('dist/bad.js', '/* eslint-disable */\nsetTimeout(() => console.log(process.env.HOME), 1);\n');

	const expected = [
		[SOURCE_FILE_PATTERNS, [`${PLUGIN}/no-restricted-imports`, `${PLUGIN}/no-runtime-dependencies`]],
		[TARBALL_PATTERNS, [`${PLUGIN}/no-restricted-globals`, 'no-console']],
	];
	for (const ruleSet of Object.keys(ruleSets)) {
		for (const [patterns, rules] of expected) {
			const { messages } = await lint(folder, patterns, ruleSet);
			const missed = rules.filter((rule) => !messages.some(({ ruleId }) => ruleId === rule));
			if (missed.length > 0) fail(`scan: blind, planted violations were not seen: ${missed.join(', ')}`);
		}
	}
	console.log('scan: self-test ok, planted violations are seen');
}
