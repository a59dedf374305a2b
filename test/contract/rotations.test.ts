import { randomBytes } from 'node:crypto';
import { openKeyturn, type Keyturn } from '../../core/keyturn';
import type { Report } from '../../core/operations/report';
import type { Provider } from '../../core/providers/provider';
import { Secret } from '../../core/secret';
import { hashicorp } from '../../core/vaults/hashicorp';
import { DevVault } from '../../demo/dev-vault/vault';
import type { FaultySubject } from './provider-faults';
import { subjects } from './provider-subjects';
import { refusal, reveal } from './provider-suite';
import { Corner } from './vault-root';

const VAULT = 'https://vault.test';
const KEY = 'a.key';

/** One provider’s fake beside the dev vault, and the person who does what no program can. */
class Whole {
	readonly subject: FaultySubject;
	readonly provider: Provider;
	readonly corner: Corner;
	readonly values: string[] = [];
	asked = 0;

	constructor(subject: FaultySubject) {
		const { host } = subject;
		const vault = new DevVault({ now: () => host.time.now, random: randomBytes });
		vault.mount('secret');
		host.services[VAULT] = vault.handle.bind(vault);
		this.subject = subject;
		this.provider = subject.driver.open(subject.settings, subject.admin, host);
		this.corner = new Corner({
			address: VAULT,
			rootToken: vault.issueToken({ policies: ['root'], ttlSeconds: 0 }),
			host,
			pass: async (ms) => host.time.pass(ms),
			sealed: () => Promise.reject(new Error('not here')),
			sent: () => host.sent.length,
		});
	}

	/** A registered key; `adopted` when somebody made it by hand before. */
	async register(adopted: boolean, graceHours = 24): Promise<Keyturn> {
		const { subject, corner } = this;
		if (subject.admin !== null) {
			await corner.allow('admin/it', subject.origin);
			await corner.write('admin/it', { value: reveal(subject.admin) });
		}
		await corner.allow(`values/${KEY}`, subject.origin);
		let keyId: string | null = null;
		if (adopted) {
			const made = await this.byHand();
			await corner.write(`values/${KEY}`, { value: made.value });
			// Where the probe does not tell it, whoever registers the key has to.
			if (!subject.driver.promises.identity) keyId = made.id;
		}
		const settings = { address: VAULT, login: 'approle', prefix: corner.prefix, ...(await corner.appRole()) };
		const keyturn = openKeyturn(subject.host, hashicorp.open(settings, subject.host));
		await keyturn.register({
			name: KEY,
			app: 'App',
			owner: 'Owner',
			risk: 'normal',
			provider: subject.driver.id,
			providerSettings: subject.settings,
			admin: subject.admin === null ? '' : 'it',
			graceHours,
			...(keyId === null ? {} : { keyId }),
		});
		return keyturn;
	}

	async byHand(): Promise<{ id: string | null; value: string }> {
		const { subject, provider } = this;
		const made =
			subject.person === undefined
				? await provider.create('by hand', subject.driver.initial(subject.settings), [])
				: null;
		const value = made === null ? `made-by-a-person-${this.values.length}` : reveal(made.value);
		subject.person?.make(value);
		this.values.push(value);
		return { id: made?.id ?? null, value };
	}

	async inUse(): Promise<string> {
		const { json } = await this.corner.root('GET', `secret/data/${this.corner.prefix}/values/${KEY}`);
		const value = String(json.data.data.value);
		if (!this.values.includes(value)) this.values.push(value);
		return value;
	}

	async verdictOf(value: string): Promise<string> {
		return (await this.provider.probe(new Secret(value, 'x', [this.provider.probeOrigin]))).verdict;
	}

	/** Runs until the status is the one waited for; a person does what the report asks for. */
	async until(keyturn: Keyturn, ...wanted: Report['status'][]): Promise<Report> {
		for (let run = 0; run < 40; run++) {
			const report = await keyturn.rotate(KEY);
			if (wanted.includes(report.status)) return report;
			if (report.status === 'needs you') await this.help(report);
			const at = report.continueAt === null ? 0 : Date.parse(report.continueAt) - this.subject.host.time.now;
			this.subject.host.time.pass(Math.max(at, 0) + 2_000);
		}
		throw new Error(`${wanted.join(' or ')} was not reached`);
	}

	private async help({ next }: Report): Promise<void> {
		this.asked += 1;
		expect(this.subject.driver.made).toBe('by a person');
		if (next.includes('paste'))
			await this.corner.write(`pending/${KEY}`, { value: (await this.byHand()).value });
		else if (next.startsWith('Revoke')) this.subject.person?.end(this.values[0] ?? '');
		else throw new Error(`nobody knows what to do: ${next}`);
	}

	/** Everything that is written outside of the entries for values. */
	async written(): Promise<string> {
		const { prefix } = this.corner;
		const { json } = await this.corner.root('GET', `secret/data/${prefix}/documents/${KEY}`);
		const audit: unknown[] = [];
		const { json: uids } = await this.corner.root('GET', `secret/metadata/${prefix}/audit?list=true`);
		for (const uid of (uids?.data?.keys ?? []) as string[]) {
			const { json: ids } = await this.corner.root('GET', `secret/metadata/${prefix}/audit/${uid}?list=true`);
			for (const id of ids.data.keys as string[])
				audit.push((await this.corner.root('GET', `secret/data/${prefix}/audit/${uid}${id}`)).json);
		}
		return JSON.stringify([json, audit]);
	}
}

describe.each(subjects)('%s: whole rotations before its fake', (_id, begin) => {
	let whole: Whole;
	beforeEach(() => {
		whole = new Whole(begin());
	});
	afterEach(async () => {
		const written = await whole.written();
		expect(written).toContain('key registered');
		for (const value of whole.values) expect(written).not.toContain(value);
	});
	const byPerson = () => whole.subject.driver.made === 'by a person';

	it('a key is adopted and rotated: the old one is dead, the new one alive, as narrow as the old', async () => {
		const keyturn = await whole.register(true);
		const before = (await whole.provider.list()).map(({ restrictions }) => restrictions);
		const done = await whole.until(keyturn, 'up to date');
		const [old, fresh] = [whole.values[0]!, await whole.inUse()];
		expect(fresh).not.toBe(old);
		expect([await whole.verdictOf(old), await whole.verdictOf(fresh)]).toEqual(['dead', 'alive']);
		expect(done).toMatchObject({ light: 'green', notProvedDead: 0, auditWaiting: 0 });
		expect(done.proof).toContain('refuses the old key');
		const after = await whole.provider.list();
		expect(after.map(({ restrictions }) => restrictions)).toEqual(before);
		const { driver, settings, scopesOf } = whole.subject;
		if (driver.promises.scopes === 'not told')
			expect(after.map(({ id }) => scopesOf!(id))).toEqual([driver.initial(settings).scopes]);
		expect(whole.asked).toBe(byPerson() ? 2 : 0);
	});

	it('in grace both keys are alive; rolled back, the old one is in use again', async () => {
		const keyturn = await whole.register(true);
		await whole.until(keyturn, 'waiting');
		const [old, fresh] = [whole.values[0]!, await whole.inUse()];
		expect([await whole.verdictOf(old), await whole.verdictOf(fresh)]).toEqual(['alive', 'alive']);
		await keyturn.rollBack(KEY);
		const report = await whole.until(keyturn, 'rolled back');
		expect(await whole.inUse()).toBe(old);
		expect(await whole.verdictOf(old)).toBe('alive');
		if (byPerson()) expect(report.sentence).toContain('not used');
		else expect(await whole.verdictOf(fresh)).toBe('dead');
		expect((await refusal(() => keyturn.rollBack(KEY))).code).toBe('NOT_NOW');
	});

	it('a key that never was is issued for the first time', async () => {
		const keyturn = await whole.register(false);
		await whole.until(keyturn, 'up to date');
		expect(await whole.verdictOf(await whole.inUse())).toBe('alive');
	});

	it('in an emergency there is no grace', async () => {
		const keyturn = await whole.register(true);
		const began = whole.subject.host.time.now;
		await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' });
		await whole.until(keyturn, 'up to date');
		expect(await whole.verdictOf(whole.values[0]!)).toBe('dead');
		expect(whole.subject.host.time.now - began).toBeLessThan(10 * 60_000);
	});

	it('two rotations in a row leave one living key', async () => {
		const keyturn = await whole.register(true);
		await whole.until(keyturn, 'up to date');
		await whole.inUse();
		whole.values.unshift(await whole.inUse());
		await whole.until(keyturn, 'up to date');
		expect(await whole.verdictOf(await whole.inUse())).toBe('alive');
		const living = await Promise.all([...new Set(whole.values)].map((each) => whole.verdictOf(each)));
		expect(living.filter((each) => each === 'alive')).toHaveLength(1);
		if (!byPerson()) expect(await whole.provider.list()).toHaveLength(1);
	});
});
