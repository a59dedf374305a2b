import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openKeyturn } from '../../core/keyturn';
import { hashicorp } from '../../core/vaults/hashicorp';
import { newRunFolder } from '../../scripts/servers/processes';
import { createApp } from '../../zapier-app/src/app';
import packedApp from '../../zapier-app/src/index';
import { Canary, missedBy, type Planted } from '../canary';
import { Evidence } from '../play/evidence';
import { nodeHost } from '../play/host';
import { Person } from '../play/person';
import { credential, prepare, registration, type Prepared } from '../play/preparations';
import { Printed, Screen } from '../play/screen';
import { Stage } from '../play/stage';
import * as terms from '../play/terms';
import { offered } from './app';
import { playAudit, type Proof } from './audit';
import { DOMAIN, onlyLoopback, startDomain } from './domain';
import { type FileStore, startFileStore, surroundings } from './file-store';
import { inRuntime } from './runtime';
import { Tour, type Row } from './tour';

const DAY_MS = 86_400_000;
/** So many runs end any rotation of the demo. */
const RUNS = 8;
const MANUAL = 'newsletter-writer.portal';

const printed = new Printed();
const screen = new Screen();
let stage: Stage | undefined;
/** This run's own: another one may go on at the same time. */
let folder: string | undefined;
let store: FileStore | undefined;
let resolver: Awaited<ReturnType<typeof startDomain>> | undefined;

async function main(): Promise<boolean> {
	screen.text(
		'',
		'Keyturn for Zapier: every step, run on this machine',
		'',
		'A vault and an API provider are started on 127.0.0.1, both for development only; no Zapier account is needed',
		'and none is used. Each step runs in the runtime that Zapier itself uses, with what Zapier would hand over.',
		'What you see below a step is what a Zap gets, and all that Zapier keeps. Empty fields are left out, and when',
		'an action runs again, what is as before.',
		'Seconds stand where hours and minutes are usual.',
		'',
	);
	folder = await newRunFolder('zapier-try', join(__dirname, '../../.keyturn/zapier-try'));
	let now = () => Date.now() - 91 * DAY_MS;
	stage = await Stage.open(folder, {}, () => now());
	const { vaultUrl, providerUrl } = stage.owner;
	screen.step('servers', `vault at ${vaultUrl}, provider at ${providerUrl}`);
	const prepared = await prepare(stage, (who, what) => {
		screen.step(who, what);
	});
	await registerKeys(stage, prepared, now);
	now = Date.now;
	screen.step(
		'person',
		`registered ${terms.KEY} 91 days ago, and ${MANUAL}, whose keys only a person can make`,
	);

	const app = createApp(onlyLoopback(nodeHost.http));
	const login = {
		vault_kind: 'hashicorp',
		vault_address: vaultUrl,
		identity: prepared.logins.keyturn.roleId,
		bootstrap_credential: prepared.logins.keyturn.secretId,
		realm: terms.MOUNT,
		scope_path: terms.PREFIX,
	};
	const steps = offered(app);
	store = await startFileStore();
	Object.assign(process.env, surroundings);
	const tour = new Tour(steps, inRuntime(app, login, store.event), screen);
	const proofs = await play(tour, stage, prepared);
	proofs.push(...(await playAudit(tour, store)));
	resolver = await startDomain();
	proofs.push(...(await playDomain(tour, resolver)));

	const missing = Object.keys(steps).filter((name) => !tour.ran.has(name));
	const refused = await inRuntime(packedApp, login)('authentication.test');
	const table: Proof[] = [
		{
			what: 'Steps of the app',
			seen: missing.length === 0 ? `all ${String(tour.ran.size)} were run` : `not run: ${missing.join(', ')}`,
			ok: missing.length === 0,
		},
		...proofs,
		{
			what: 'The app as it is pushed',
			seen: 'refuses this vault, because it is no https address on the internet: only this trial allows it',
			ok: /only https|IP address/.test(refused.error?.message ?? ''),
		},
		...(await search(stage, prepared, tour)),
	];
	const width = Math.max(...table.map(({ what }) => what.length));
	const broken = table.filter(({ ok }) => !ok);
	screen.text(
		'',
		'What was proved',
		'',
		...table.map(({ what, seen, ok }) => `  ${ok ? 'ok  ' : 'FAIL'}  ${what.padEnd(width)}  ${seen}`),
		'',
		broken.length === 0
			? 'All as promised. To have it in Zapier: zapier-app/README.md'
			: `Not as promised: ${broken.map(({ what }) => what).join(', ')}.`,
	);
	return broken.length === 0;
}

/** What a person did before Zapier came: one key in use, and one that was never issued. */
async function registerKeys({ owner }: Stage, { logins }: Prepared, now: () => number): Promise<void> {
	const host = { ...nodeHost, clock: { ...nodeHost.clock, now } };
	const keyturn = openKeyturn(host, hashicorp.open(credential(owner, logins.keyturn), host));
	await keyturn.register(registration(owner.providerUrl));
	await new Person(owner).allow(`${terms.PREFIX}/values/${MANUAL}`, owner.providerUrl);
	await keyturn.register({
		...registration(owner.providerUrl),
		name: MANUAL,
		app: 'newsletter-writer',
		provider: 'manual',
		admin: '',
		providerSettings: {
			createPage: `${owner.providerUrl}/keys`,
			probeUrl: `${owner.providerUrl}/v1/whoami`,
		},
	});
}

/** Every step once, in the order in which a person meets them; and a rotation to its end. */
async function play(tour: Tour, { owner }: Stage, { old }: Prepared): Promise<Proof[]> {
	const evidence = new Evidence(owner);
	const input = { key: terms.KEY };
	const trial = { isLoadingSample: true };
	const keys = async () => (await evidence.stats()).livingKeys.length;

	await tour.step('connection', 'as when you connect your account');
	await tour.step('list_keys', 'the list that each step offers under Key');
	await tour.step('key_due', 'as Zapier asks every few minutes');
	await tour.step('find_key', 'before anything happened', input);
	const before = await keys();
	await tour.step('rotate_key', 'tested in the editor: nothing changes', input, trial);
	const tested = await keys();
	await tour.step('rotate_key', 'in a Zap: first run', input);
	await tour.step('find_rotation', 'in the grace: both keys work', input);
	await tour.step('retire_old_key', 'tested in the editor: nothing changes', input, trial);
	const [retired = {}] = await tour.step('retire_old_key', 'in a Zap: the grace ends early', input);
	const last = await toTheEnd(tour, input, retired);
	await tour.step('find_key', 'when all is over', input);
	await tour.step('rotate_key', 'a key that only a person can make', { key: MANUAL });
	await tour.step('rotation_needs_attention', 'as Zapier asks every few minutes');

	const toOld = await evidence.answerTo(old.value);
	const toNew = await evidence.answerTo(await evidence.valueInVault());
	return [
		{
			what: 'Tests in the editor',
			seen: `made no key: ${String(before)} at the provider before, ${String(tested)} after`,
			ok: before === 1 && tested === 1,
		},
		{ what: 'Rotation', seen: String(last['sentence']), ok: last['status'] === 'up to date' },
		{
			what: 'Old key dead',
			seen: `${old.id}: its value was sent once more and answered ${String(toOld.status)}`,
			ok: toOld.status === 401 && (await keys()) === 1,
		},
		{
			what: 'New key alive',
			seen: `${String(last['keyId'])}: the value in the vault is answered ${String(toNew.status)}`,
			ok: toNew.status === 200 && toNew.body['keyId'] === last['keyId'] && last['keyId'] !== old.id,
		},
	];
}

/** A domain from outside, as far as outside is on this machine. */
async function playDomain(tour: Tour, dns: NonNullable<typeof resolver>): Promise<Proof[]> {
	screen.text(
		'',
		`      … ${DOMAIN} is made up: a server on this machine answers for it, in place of both resolvers. It has not`,
		'      the internet’s own keys, and nothing beyond this machine is asked in this trial: so signatures,',
		'      certificates and the registrar are not checked, and the report says so.',
	);
	const [row = {}] = await tour.step('check_domain', 'tested in the editor, or in a Zap: the same', {
		domain: DOMAIN,
		first_resolver: dns.url,
		second_resolver: dns.url,
	});
	const unseen = (row['notChecked'] as readonly Row[]).filter(({ blind }) => blind === true).length;
	return [
		{
			what: 'Domain',
			seen: `light ${String(row['light'])}, ${String(unseen)} checks told as not made; ${String(dns.asked)} questions to the resolver`,
			ok: row['light'] === 'red' && unseen > 0 && dns.asked > 0,
		},
	];
}

/** Rotate Key, run after run, each when it can go on. */
async function toTheEnd(tour: Tour, input: Row, first: Row): Promise<Row> {
	let row = first;
	for (let run = 2; run < RUNS && row['underWay'] === true; run++) {
		// A little later than that, as the vault's clock is told in whole seconds.
		const wait = Math.max(0, Date.parse(String(row['continueAt'])) - Date.now() || 0) + 1_500;
		screen.text('', `      … the next run can go on in ${String(Math.round(wait / 1_000))} s`);
		await nodeHost.clock.sleep(wait);
		[row = {}] = await tour.step('rotate_key', `in a Zap: run ${String(run)}`, input);
	}
	return row;
}

/** Every secret that was about, in all that Zapier would have kept and in all that was printed. */
async function search(from: Stage, prepared: Prepared, tour: Tour): Promise<Proof[]> {
	const evidence = new Evidence(from.owner);
	const secrets: Planted[] = [
		{ name: 'old value', value: prepared.old.value },
		{ name: 'new value', value: await evidence.valueInVault() },
		{ name: 'admin key', value: from.owner.adminKey },
		{ name: 'installation key', value: await evidence.installationKey() },
		{ name: 'signing key', value: await evidence.signingKey() },
		{ name: 'secret ID', value: prepared.logins.keyturn.secretId },
		...from.tokens.map((value, at) => ({ name: `session token ${String(at + 1)}`, value })),
	];
	const canary = new Canary(secrets);
	const { bytes, leaks } = canary.search([...tour.kept, { name: 'what was printed', text: printed.text }]);
	const missed = missedBy(canary, secrets);
	return [
		{
			what: 'Search for secrets',
			seen: `${String(leaks.length)} hits of ${String(secrets.length)} secrets in ${bytes.toLocaleString('en-GB')} bytes of results, logs, errors and this text${leaks.map(({ secret, where }) => `; ${secret} in ${where}`).join('')}`,
			ok: leaks.length === 0 && bytes > 0,
		},
		{
			what: 'Control of that search',
			seen:
				missed.length === 0
					? 'each secret, planted in each form, was found'
					: `not found: ${missed.join('; ')}`,
			ok: missed.length === 0,
		},
	];
}

async function end(code: number): Promise<never> {
	await resolver?.stop();
	await store?.close();
	await stage?.close();
	if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
	process.exit(code);
}

main().then(
	(kept) => end(kept ? 0 : 1),
	(error: unknown) => {
		console.error(`Not as promised: ${error instanceof Error ? error.message : 'the trial failed'}`);
		return end(1);
	},
);
