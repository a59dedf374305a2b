import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed } from '../../../scripts/zapier/pack';
import { DOMAIN, outside, SERVICES, worldOf } from '../outside';
import { openFront, type Behind } from './front';
import { PUBLIC } from './stage';
import { Trial, type TrialWorld } from './trial';

/** Names under the domain that a check opens, and that its owner leads wherever he likes. */
const OPENED = [DOMAIN, `www.${DOMAIN}`, `a.old.${DOMAIN}`, `mta-sts.${DOMAIN}`];
const world = worldOf();

let folder = '';
let front: Awaited<ReturnType<typeof openFront>>;
let trial: Trial;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-zapier-domain-'));
	const internet = outside(world);
	const served =
		(name: string): Behind =>
		async (path) => {
			const url = `https://${name}${path}`;
			const { status, headers, body } = await internet({
				method: 'GET',
				url,
				headers: {},
				timeoutMs: 0,
				maxBytes: 0,
			});
			const isDns = headers['content-type'] === 'application/dns-message';
			return { status, headers, body: Buffer.from(body, isDns ? 'latin1' : 'utf8') };
		};
	front = await openFront(folder, {
		...Object.fromEntries(SERVICES.map((name) => [name, served(name)])),
		...Object.fromEntries(OPENED.map((name) => [name, () => ({ status: 200, body: 'a page' })])),
	});
	trial = await Trial.start((await packed()).folder, front);
}, 120_000);
afterAll(async () => {
	await trial.stop();
	await front.close();
	rmSync(folder, { recursive: true });
});

interface Row {
	readonly light: string;
	readonly findings: ReadonlyArray<{ readonly id: string }>;
	readonly notChecked: ReadonlyArray<{ readonly id: string; readonly why: string }>;
}

/** A check, with the names of its owner at these addresses as the machine's own resolver tells them. */
async function check(owned: readonly string[], more: TrialWorld = {}) {
	const login = {
		vault_kind: 'hashicorp',
		vault_address: 'https://vault.example.org',
		bootstrap_credential: 'x',
	};
	const began = performance.now();
	const before = front.asked.length;
	const ran = await trial.run(
		'creates.check_domain.operation.perform',
		{ ...login, identity: 'a/b' },
		{ domain: DOMAIN },
		{
			names: { '*': [[PUBLIC]], ...Object.fromEntries(OPENED.map((name) => [name, [owned]])) },
			allowed: { [`${PUBLIC} 443`]: front.port },
			...more,
		},
	);
	return {
		...ran,
		row: ran.results as Row,
		ms: performance.now() - began,
		asked: front.asked.slice(before),
	};
}
const whys = ({ notChecked }: Row) => notChecked.map(({ why }) => why).join('\n');

test('the control: what is public is opened, within the time of a run', async () => {
	const { row, error, connections, asked, ms, logs } = await check([PUBLIC]);
	expect(error).toBeUndefined();
	expect(row).toMatchObject({ id: DOMAIN, domain: DOMAIN });
	expect(new Set(connections)).toEqual(new Set([`${PUBLIC} 443`]));
	for (const name of [DOMAIN, `www.${DOMAIN}`]) expect(asked).toContain(`GET ${name}/`);
	expect(asked).toContain(`GET a.old.${DOMAIN}/`);
	expect(asked.filter((line) => line.includes('dns-query')).length).toBeGreaterThan(20);
	expect(ms).toBeLessThan(25_000);
	expect(logs).toEqual([]);
}, 60_000);

test('zones that are not signed from the root’s own keys are never taken for secure', async () => {
	const { row } = await check([PUBLIC]);
	expect(row.light).toBe('red');
	expect(row.findings.map(({ id }) => id)).toContain('DNSSEC-02');
}, 60_000);

test.each([['127.0.0.1'], ['10.0.0.7'], ['169.254.169.254'], ['fd00::1'], ['::ffff:192.168.1.1']])(
	'the domain’s names lead to %s: looked up, not connected to, told as not checked',
	async (address) => {
		const { row, error, connections, lookups, asked } = await check([address]);
		expect(error).toBeUndefined();
		for (const name of [DOMAIN, `www.${DOMAIN}`, `a.old.${DOMAIN}`]) expect(lookups).toContain(name);
		expect(new Set(connections)).toEqual(new Set([`${PUBLIC} 443`]));
		expect(asked.filter((line) => OPENED.some((name) => line === `GET ${name}/`))).toEqual([]);
		expect(whys(row)).toContain(
			`Request to ${DOMAIN}: the name resolves to an address inside a private network`,
		);
		expect(row.light).not.toBe('green');
	},
	60_000,
);

test('public when looked at and private a moment later: only what was looked at is connected to', async () => {
	const names = Object.fromEntries(OPENED.map((name) => [name, [[PUBLIC], ['127.0.0.1']]]));
	const { error, connections } = await check([PUBLIC], { names: { '*': [[PUBLIC]], ...names } });
	expect(error).toBeUndefined();
	expect(new Set(connections)).toEqual(new Set([`${PUBLIC} 443`]));
}, 60_000);

test('where the domain’s servers send on to is not asked', async () => {
	for (const name of OPENED)
		front.put(name, () => ({ status: 302, headers: { location: 'https://169.254.169.254/latest/' } }));
	const { error, connections, lookups } = await check([PUBLIC]);
	expect(error).toBeUndefined();
	expect(new Set(connections)).toEqual(new Set([`${PUBLIC} 443`]));
	expect(lookups.filter((name) => name.includes('169'))).toEqual([]);
}, 60_000);
