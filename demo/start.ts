import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newRunFolder } from '../scripts/servers/processes';
import { Canary } from './canary';
import { byN8n } from './play/by-n8n';
import { run } from './play/run';
import { Printed, Screen } from './play/screen';
import { Stage } from './play/stage';
import { summarise, table } from './play/summary';
import * as terms from './play/terms';

/** Longer than any run that goes well: whatever still waits then waits for ever. */
const GIVE_UP_MS = 120_000;

const printed = new Printed();
let stage: Stage | undefined;
/** This run's own: another one may go on at the same time. */
let folder: string | undefined;

async function main(): Promise<boolean> {
	const screen = new Screen();
	screen.text(
		'',
		'Keyturn: a key is rotated while an app works with it',
		'',
		'A vault and an API provider are started on 127.0.0.1, both for development only. An app reads its key from',
		'the vault. The key is replaced, and the old one revoked; the app must not notice.',
		'',
		'To be over soon, seconds stand where hours and minutes are usual:',
		`  both keys work for ${terms.GRACE_S} s (grace, usually 24 h)`,
		`  the app keeps what it read for ${terms.CACHE_S} s (cache time, usually 5 min)`,
		`  a request is taken to have effect within ${terms.DELAY_S} s or never (usually 2 min)`,
		`  the old key is disabled and watched for ${terms.WATCH_S} s before it is deleted (usually 5 min)`,
		'',
	);
	folder = await newRunFolder('demo', join(dirname(__dirname), '.keyturn', 'demo'));
	stage = await Stage.open(folder);
	const { vaultUrl, providerUrl } = stage.owner;
	screen.step('servers', `vault at ${vaultUrl}, provider at ${providerUrl}`);
	const { facts, secrets } = await run({
		stage,
		screen,
		printed: () => printed.text,
		automation: byN8n,
	});
	const rows = summarise(facts);
	screen.text('', ...table(rows, facts.search.leaks), '');
	const { leaks } = new Canary(secrets).search([{ name: 'summary', text: printed.text }]);
	if (leaks.length > 0 && facts.search.leaks.length === 0) screen.text('Not as promised: the summary leaks.');
	return rows.every(({ ok }) => ok) && leaks.length === 0;
}

/** Ends for good: the servers first, then the process with whatever still runs in it. */
async function end(code: number): Promise<never> {
	await stage?.close();
	if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
	process.exit(code);
}

for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const) {
	process.once(signal, () => {
		console.error('\nStopped. Nothing is left running.');
		void end(code);
	});
}
setTimeout(() => {
	console.error(`Not as promised: the run did not end within ${GIVE_UP_MS / 1_000} s.`);
	void end(1);
}, GIVE_UP_MS).unref();

main().then(
	(kept) => end(kept ? 0 : 1),
	(error: unknown) => {
		console.error(`Not as promised: ${error instanceof Error ? error.message : 'the run failed'}`);
		return end(1);
	},
);
