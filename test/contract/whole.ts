import { randomBytes } from 'node:crypto';
import { openKeyturn, type Keyturn } from '../../core/keyturn';
import type { Registration } from '../../core/operations/register';
import type { Report } from '../../core/operations/report';
import type { Provider } from '../../core/providers/provider';
import { Secret } from '../../core/secret';
import { hashicorp } from '../../core/vaults/hashicorp';
import { DevVault } from '../../demo/dev-vault/vault';
import type { FaultySubject } from './provider-faults';
import { reveal } from './provider-suite';
import { Corner } from './vault-root';

export const VAULT = 'https://vault.test';
export const KEY = 'a.key';

/** One provider’s fake beside the dev vault, and the person who does what no program can. */
export class Whole {
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

	/** A registered key; `adopted` when somebody made it by hand before, as `byHand` does or with this id and value. */
	async register(
		adopted: boolean | { id: string; value: string },
		more: Partial<Registration> = {},
	): Promise<Keyturn> {
		const keyturn = await this.open();
		await keyturn.register({ ...(await this.prepare(adopted)), ...more });
		return keyturn;
	}

	/** Puts into the vault what registering needs, and gives the form. */
	async prepare(adopted: boolean | { id: string; value: string }): Promise<Registration> {
		const { subject, corner } = this;
		if (subject.admin !== null) {
			await corner.allow('admin/it', subject.origin);
			await corner.write('admin/it', { value: reveal(subject.admin) });
		}
		await corner.allow(`values/${KEY}`, subject.origin);
		const made = adopted === true ? await this.byHand() : adopted === false ? null : adopted;
		if (made !== null) await corner.write(`values/${KEY}`, { value: made.value });
		// Where the probe does not tell it, whoever registers the key has to.
		const keyId = subject.driver.promises.identity ? null : (made?.id ?? null);
		return {
			name: KEY,
			app: 'App',
			owner: 'Owner',
			risk: 'normal',
			provider: subject.driver.id,
			providerSettings: subject.settings,
			admin: subject.admin === null ? '' : 'it',
			...(keyId === null ? {} : { keyId }),
		};
	}

	async open(): Promise<Keyturn> {
		const { subject, corner } = this;
		const settings = { address: VAULT, login: 'approle', prefix: corner.prefix, ...(await corner.appRole()) };
		return openKeyturn(subject.host, hashicorp.open(settings, subject.host));
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
