import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Export } from '../../../scripts/zapier/recipe-export';
import { warpClock, type Warp } from '../../engine/warp';
import { rotateToTheEnd } from '../rotated';
import { openStage, type Stage } from '../stage';
import { RunningZap } from './zaps';

type Row = Readonly<Record<string, unknown>>;

const { zaps } = JSON.parse(
	readFileSync(join(__dirname, '../../../workflows/zapier/monthly-audit-evidence.unofficial.json'), 'utf8'),
) as Export;
const MONTH_MS = 31 * 86_400_000;

let stage: Stage;
let warp: Warp;
beforeAll(async () => {
	warp = warpClock();
	stage = await openStage({ now: warp.now });
	await stage.register('kept.dev');
});
afterAll(async () => {
	warp.restore();
	await stage.close();
});

/** One month: a key is rotated, and the Zap runs. Gives the mail. */
async function month(): Promise<Row> {
	await rotateToTheEnd(stage, warp, 'kept.dev');
	const { reached, sent, error } = await new RunningZap(stage, zaps[0]!, {
		message: { to: 'auditor@example.org' },
	}).onTime();
	expect(error).toBeUndefined();
	expect(reached).toEqual(['export_audit_entries', 'message']);
	warp.to(warp.now() + MONTH_MS);
	return sent[0]!;
}

async function verify(input: Row): Promise<Row> {
	const { results, error } = await stage.create('verify_audit_export', input);
	expect(error).toBeUndefined();
	return results as Row;
}

test('each month a mail with the log and its checkpoint; with all mails together the newest file is green', async () => {
	const mails: Row[] = [];
	for (let count = 0; count < 3; count++) mails.push(await month());
	for (const { to, subject, body, file } of mails) {
		expect(to).toBe('auditor@example.org');
		expect(subject).toMatch(/^Audit evidence: \d+ entries$/);
		expect(body).toMatch(/^The audit log holds \d+ entries, signed up to the newest\. SHA-256 of the file: /);
		const { bytes, name } = stage.store.at(file)!;
		expect(name).toMatch(/^audit-log-\d+\.tar$/);
		expect(body).toContain(createHash('sha256').update(bytes).digest('hex'));
	}
	const [, key] = /Public key of the log: (\S+)/.exec(String(mails[0]!['body'])) ?? [];
	const known = { pinned_key: key, checkpoints: mails.map(({ body }) => String(body)).join('\n\n') };
	const row = await verify({ file: mails[2]!['file'], ...known });
	expect(row).toMatchObject({ light: 'green', anchor: 'anchored', unprotected: 0 });
	expect(row['sentence']).toContain('It agrees with 3 checkpoints kept outside');
	// An older file is genuine, and shorter than what the newer mails tell of.
	expect(await verify({ file: mails[0]!['file'], ...known })).toMatchObject({
		light: 'red',
		anchor: 'contradicted',
	});
}, 60_000);
