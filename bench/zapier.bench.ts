import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyturn } from '../core/keyturn';
import { hashicorp } from '../core/vaults/hashicorp';
import { inRuntime } from '../demo/zapier/runtime';
import { packed, type Packed } from '../scripts/zapier/pack';
import { MOUNT, PREFIX } from '../test/fakes/dev-servers';
import { realHost } from '../test/servers/host';
import { openPackedStage, type PackedStage } from '../test/zapier/packed/stage';
import { createApp } from '../zapier-app/src/app';
import { atMost, type Measurement } from './measurement';
import { interleaved, median, more } from './pairs';

export const name = 'zapier app';

const STARTS = 10;
const ACTIONS = 20;
const PAIRS = 200;
const WARM_UP = 20;

/** What the app adds to Zapier's own core: on the way there, at its start, in memory and in time. */
export async function run(): Promise<readonly Measurement[]> {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-bench-zapier-'));
	try {
		const app = await packed();
		return [
			atMost('zip, bytes', statSync(app.zip).size, 2_000_000),
			starts(app),
			await memory(join(folder, 'packed')),
			await overhead(join(folder, 'stage')),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const START = `
	const began = performance.now();
	require('zapier-platform-core');
	const core = performance.now();
	require('./index.js');
	console.log(JSON.stringify([core - began, performance.now() - core]));
`;

function starts({ folder }: Packed): Measurement {
	const times = Array.from(
		{ length: STARTS },
		() =>
			JSON.parse(
				execFileSync(process.execPath, ['-e', START], { cwd: folder, encoding: 'utf8' }),
			) as number[],
	);
	const core = median(times.map(([each]) => each ?? NaN));
	const app = median(times.map(([, each]) => each ?? NaN));
	return atMost(
		`ms to import it after the bare core (${core.toFixed(0)} ms), median of ${String(STARTS)} starts`,
		Math.round(app * 10) / 10,
		100,
	);
}

async function memory(folder: string): Promise<Measurement> {
	const stage = await openPackedStage(folder);
	try {
		await stage.register('bench.dev');
		let rss = 0;
		for (let count = 0; count < ACTIONS; count++) rss = await act(stage, count);
		const { bareRss } = stage.trial;
		return atMost(
			`MB resident more than with the bare core (${megabytes(bareRss)} MB), after ${String(ACTIONS)} actions`,
			megabytes(rss - bareRss),
			60,
		);
	} finally {
		await stage.close();
	}
}

/** In turn: a rotation is moved on, the key is looked up, the rotation is looked up. */
async function act({ trial, login, open, forward }: PackedStage, count: number): Promise<number> {
	const method = ['creates.rotate_key', 'searches.find_key', 'searches.find_rotation'][count % 3] ?? '';
	const { error, rss } = await trial.run(
		`${method}.operation.perform`,
		login(),
		{ key: 'bench.dev' },
		open(),
	);
	if (error !== undefined) throw new Error(error.message);
	forward(null);
	return rss;
}

/** Find Key through Zapier's handler, and the same question to the core, one right after the other. */
async function overhead(folder: string): Promise<Measurement> {
	const stage = await openPackedStage(folder);
	try {
		await stage.register('bench.dev');
		const host = realHost();
		const { vault, login } = stage.servers;
		const settings = { address: vault.url, login: 'approle', ...login, mount: MOUNT, prefix: PREFIX };
		const byCore = async () => {
			await openKeyturn(host, hashicorp.open(settings, host)).status('bench.dev');
		};
		const run = inRuntime(createApp(host.http), stage.login(vault.url));
		const byZapier = async () => {
			const { error } = await run('searches.find_key.operation.perform', { key: 'bench.dev' });
			if (error !== undefined) throw error;
		};
		const found = await interleaved({ base: byCore, tried: byZapier }, { pairs: PAIRS, warmUp: WARM_UP });
		return more('ms an action more than the core', found, () => 30);
	} finally {
		await stage.close();
	}
}

const megabytes = (bytes: number) => Math.round(bytes / 100_000) / 10;
