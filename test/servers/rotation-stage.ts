import { setTimeout as pause } from 'node:timers/promises';
import { openKeyturn, type Keyturn } from '../../core/keyturn';
import type { Registration } from '../../core/operations/register';
import type { Report } from '../../core/operations/report';
import type { Corner } from '../contract/vault-root';
import { exercised } from './exercised';
import { cornerOf } from './corner';
import { realHost, servers, type RealHost } from './host';
import { entriesIn } from '../../demo/audit/segments';

export interface HubToken {
	readonly id: string;
	readonly note: string;
	readonly scopes: readonly string[];
	readonly created: string;
	readonly expires_at: string | null;
	readonly token?: string;
}

/** One managed key between a real OpenBao and a real JupyterHub; the vault login is an AppRole with the least policy. */
export class RotationStage {
	/** The tests share the servers: none finds tokens or logins of another. */
	static async cleanUp(): Promise<void> {
		const stage = new RotationStage('clean-up');
		for (const token of await stage.tokens('')) await stage.remove(token);
		await stage.corner.root('DELETE', 'sys/auth/approle');
	}

	readonly name: string;
	readonly corner: Corner;
	readonly hub = servers().hub;
	/** Every value that was ever made here: none may be found where values do not belong. */
	readonly values: string[] = [];

	constructor(name: string) {
		this.name = name;
		this.corner = cornerOf(realHost('an administrator'), (ms) => pause(ms));
	}

	/** The admin token of the hub goes into the vault, bound to the hub, and so does the key’s entry. */
	async prepare(): Promise<this> {
		await this.corner.allow('admin/hub', this.hub.url);
		await this.corner.write('admin/hub', { value: this.hub.token });
		await this.corner.allow(`values/${this.name}`, this.hub.url);
		return this;
	}

	/** A runner of its own: another login, another host. */
	async runner(actor: string, host: RealHost = realHost(actor), budgetMs?: number): Promise<Keyturn> {
		const vault = this.corner.open({ login: 'approle', ...(await this.corner.appRole()) });
		exercised('openbao');
		return openKeyturn(host, vault, budgetMs === undefined ? {} : { budgetMs });
	}

	registration(more: Partial<Registration> = {}): Registration {
		return {
			name: this.name,
			app: 'Summariser',
			owner: 'marketing@example.com',
			risk: 'normal',
			provider: 'jupyterhub',
			providerSettings: { address: this.hub.url, user: this.hub.user },
			admin: 'hub',
			graceHours: 1 / 3_600,
			cacheSeconds: 0,
			delaySeconds: 1,
			observeSeconds: 0,
			...more,
		};
	}

	/** A token that somebody made by hand, put into the vault by hand. */
	async handMade(): Promise<HubToken> {
		const scopes = [`access:servers!user=${this.hub.user}`];
		const made = await this.make({
			note: `by hand for ${this.corner.prefix}`,
			scopes,
			expires_in: 5 * 86_400,
		});
		await this.corner.write(`values/${this.name}`, { value: made.token });
		return made;
	}

	async make(body: object): Promise<HubToken> {
		const { json } = await this.ask('POST', `users/${this.hub.user}/tokens`, this.hub.token, body);
		this.values.push((json as HubToken).token ?? '');
		return json as HubToken;
	}

	async remove({ id }: HubToken): Promise<void> {
		await this.ask('DELETE', `users/${this.hub.user}/tokens/${id}`, this.hub.token);
	}

	/** The tokens that the hub lists: those that Keyturn named for this key, or that were made by hand for it. */
	async tokens(prefix: string): Promise<HubToken[]> {
		const { json } = await this.ask('GET', `users/${this.hub.user}/tokens`, this.hub.token);
		return (json as { api_tokens: HubToken[] }).api_tokens.filter(({ note }) => note.startsWith(prefix));
	}

	/** What the hub answers to whoever presents this value. */
	async statusOf(value: string | undefined): Promise<number> {
		return (await this.ask('GET', 'user', value ?? '')).status;
	}

	/** What an app reads from the vault now. */
	async inUse(): Promise<string> {
		const { json } = await this.corner.root('GET', `secret/data/${this.corner.prefix}/values/${this.name}`);
		const value = String(json.data.data.value);
		if (!this.values.includes(value)) this.values.push(value);
		return value;
	}

	async noteOf(value: string): Promise<string> {
		const { json } = await this.ask('GET', 'user', value);
		const { token_id: id } = json as { token_id: string };
		return (await this.tokens('')).find((each) => each.id === id)?.note ?? '';
	}

	/** The entries of the audit log, in order. */
	async audit(): Promise<{ id: string; kind: string; actor: string; facts: Record<string, unknown> }[]> {
		const folder = `${this.corner.prefix}/audit`;
		const uids =
			(await this.corner.root('GET', `secret/metadata/${folder}/?list=true`)).json?.data?.keys ?? [];
		const entries: { id: string; kind: string; actor: string; facts: Record<string, unknown> }[] = [];
		for (const uid of uids as string[]) {
			const { json } = await this.corner.root('GET', `secret/metadata/${folder}/${uid}?list=true`);
			for (const segment of (json.data.keys as string[]).sort((a, b) => Number(a) - Number(b))) {
				const read = await this.corner.root('GET', `secret/data/${folder}/${uid}${segment}`);
				entries.push(...entriesIn<(typeof entries)[number]>(read.json.data.data.entries as string));
			}
		}
		return entries;
	}

	/** Everything that is stored outside of the entries for values, as one text. */
	async stored(): Promise<string> {
		const texts: unknown[] = [await this.audit(), await this.corner.everything()];
		const path = `secret/data/${this.corner.prefix}/documents/${this.name}`;
		const { json } = await this.corner.root(
			'GET',
			`secret/metadata/${this.corner.prefix}/documents/${this.name}`,
		);
		for (const version of Object.keys((json?.data?.versions ?? {}) as object))
			texts.push((await this.corner.root('GET', `${path}?version=${version}`)).json);
		return JSON.stringify(texts);
	}

	/** Runs again, whenever another run can go on, until the status is the one that is waited for. */
	async until(keyturn: Keyturn, status: Report['status'], withinMs = 90_000): Promise<Report> {
		const end = Date.now() + withinMs;
		for (;;) {
			const report = await keyturn.rotate(this.name);
			if (report.status === status) return report;
			if (Date.now() > end) throw new Error(`${this.name} stands at: ${report.status}, ${report.sentence}`);
			const at = report.continueAt === null ? 0 : Date.parse(report.continueAt) - Date.now();
			await pause(Math.min(Math.max(at + 1_100, 1_000), 30_000));
		}
	}

	private async ask(
		method: string,
		path: string,
		token: string,
		body?: object,
	): Promise<{ status: number; json: unknown }> {
		const response = await fetch(`${this.hub.url}/hub/api/${path}`, {
			method,
			headers: { authorization: `token ${token}` },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		exercised('jupyterhub');
		const text = await response.text();
		return { status: response.status, json: text === '' ? null : (JSON.parse(text) as unknown) };
	}
}
