/**
 * Zapier's own command line: `npm run zapier -- push`. What is built is the app without its tools, in a copy, as the tests
 * build it: with them, Zapier's command line copies 200 MB at once and can run out of open files.
 */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { APP, ROOT, zapierCliByHand } from './cli';
import { stage } from './pack';

const COPY = join(ROOT, '.keyturn/zapier-app');
/** Which app it is, as `register` or `link` noted it. */
const NOTE = '.zapierapprc';

/** The commands that work on the copy, and what they are told about it. */
const onCopy: Readonly<Record<string, readonly string[]>> = {
	build: ['--skip-dep-install'],
	push: ['--skip-dep-install'],
	validate: [],
};

async function main([command = 'help', ...rest]: readonly string[]): Promise<number> {
	const more = onCopy[command];
	if (more === undefined) return await zapierCliByHand([command, ...rest], APP);
	rmSync(COPY, { recursive: true, force: true });
	stage(COPY);
	if (existsSync(join(APP, NOTE))) cpSync(join(APP, NOTE), join(COPY, NOTE));
	return await zapierCliByHand([command, ...rest, ...more], COPY);
}

main(process.argv.slice(2)).then(
	(code) => process.exit(code),
	(error: unknown) => {
		process.stderr.write(`zapier: ${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);
