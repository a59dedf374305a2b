import { z } from 'zod';
import type { AuditStore } from '../audit/store';
import { KeyturnError, hasCode } from '../errors';
import { inexactField, refuseInexact } from '../exact-numbers';
import { failure, read } from '../http';
import type { Host } from '../ports';
import { Secret } from '../secret';
import { HashicorpClient, type ClientSettings } from './hashicorp-client';
import { Kv2, type KvVersion } from './hashicorp-kv';
import { originsIn, withoutValues, type Layout } from './hashicorp-layout';
import { lookUpRights, lookUpZoneRights } from './hashicorp-rights';
import { auditStore, documentsAt, tagNumber, textStore, zoneStore } from './hashicorp-stores';
import type { Place, TextStore, Vault, ZoneStore } from './vault';

const DAY = /^\d{4}-\d{2}-\d{2}\/$/;
const mounts = z.object({
	data: z.object({ type: z.string(), options: z.record(z.string(), z.string()).nullish() }),
});

/** What stands beside a value in its entry, such as a user name, at one version. */
interface Beside {
	readonly place: Place;
	readonly version: string;
	readonly fields: Readonly<Record<string, unknown>>;
	readonly inexact: string | null;
}

const besideOf = (place: Place, { version, fields, body }: KvVersion): Beside => ({
	place,
	version: String(version),
	fields: Object.fromEntries(Object.entries(fields).filter(([name]) => name !== place.field)),
	inexact: inexactField(body),
});

/** The vault's port in terms of the key/value engine: siblings below one prefix. */
export class HashicorpVault implements Vault {
	readonly origin: string;
	readonly audit: AuditStore;
	readonly zones: ZoneStore;
	readonly system: TextStore;
	readonly #client: HashicorpClient;
	readonly #kv: Kv2;
	readonly #layout: Layout;
	#installation: Secret | null = null;
	#beside: Beside | null = null;

	constructor(settings: ClientSettings, layout: Layout, host: Host) {
		this.#client = new HashicorpClient(settings, host);
		this.#kv = new Kv2(this.#client, layout.mount);
		this.#layout = layout;
		this.origin = this.#client.origin;
		this.audit = auditStore(this.#kv, layout);
		this.zones = zoneStore(this.#kv, layout);
		this.system = textStore(this.#kv, layout, 'system');
	}

	time = () => this.#client.time();
	skew = () => this.#client.skew();
	check = (name: string, place: Place, admin: string | null) =>
		lookUpRights(this.#client, this.#layout, name, place, admin);
	missingForZones = () => lookUpZoneRights(this.#client, this.#layout);
	valuePath = (name: string) => this.#layout.of('values', name);
	allows = (place: Place) => this.#layout.allows(place);

	audited = (place: Place) => `${this.#layout.mount}/${this.#layout.place(place)}`;
	get auditedOwn(): readonly string[] {
		return withoutValues.map((folder) => `${this.#layout.mount}/${this.#layout.folder(folder)}`);
	}

	get auditedSecrets(): readonly string[] {
		return this.#layout.ownSecrets.map((path) => `${this.#layout.mount}/${path}`);
	}

	async checkEngine() {
		const { mount } = this.#layout;
		const response = await this.#client.call({
			method: 'GET',
			path: `sys/internal/ui/mounts/${mount}`,
			what: `look at mount ${mount}`,
			next: 'Check the mount that the vault login names: the vault says the same of one that is not there. If it is right, renew the login, or give it the policy of docs/policies/keyturn.hcl.',
		});
		if (response.status !== 200) throw failure(response, `Vault (mount ${mount})`, 'LOGIN_REFUSED');
		const { type, options } = read(response, mounts, `Vault (mount ${mount})`).data;
		if (type !== 'kv' || options?.['version'] !== '2')
			throw new KeyturnError('WRONG_ENGINE', 'Vault', `${mount} is not a key/value engine of version 2`);
	}

	async readInstallationKey() {
		this.#installation ??= await this.#ownKey('installation', 'installation key');
		return this.#installation;
	}

	createInstallationKey = (candidate: Secret) =>
		this.#createOwnKey('installation', candidate, () => this.readInstallationKey());

	readSigningKey = (id: number) => this.#ownKey(`log-key-${String(id)}`, 'signing key of the audit log');

	createSigningKey = (id: number, candidate: Secret) =>
		this.#createOwnKey(`log-key-${String(id)}`, candidate, () => this.readSigningKey(id));

	readDocument(name: string) {
		return documentsAt(this.#kv).read(this.#layout.of('documents', name));
	}

	writeDocument(name: string, after: string | null, text: string) {
		return documentsAt(this.#kv).write(this.#layout.of('documents', name), after, text);
	}

	async listDocuments() {
		return (await this.#kv.list(this.#layout.folder('documents'))).filter((each) => !each.endsWith('/'));
	}

	async claim(spot: Place | string, name: string, left: string | null) {
		const path = this.#layout.claimed(spot);
		const before = await this.#kv.get(path);
		if (before === null || before.fields['key'] === left)
			await this.#kv.put(path, before?.version ?? 0, { key: name }).catch((error: unknown) => {
				if (!hasCode(error, 'CONFLICT')) throw error;
			});
		const owner = (await this.#kv.get(path))?.fields['key'];
		return typeof owner === 'string' ? owner : '';
	}

	async listDue(day: string) {
		const folder = this.#layout.folder('due');
		const days = (await this.#kv.list(folder)).filter((each) => DAY.test(each) && each.slice(0, -1) <= day);
		const due = new Map<string, string[]>();
		for (const each of days.sort())
			for (const name of await this.#kv.list(`${folder}/${each.slice(0, -1)}`))
				due.set(name, [...(due.get(name) ?? []), each.slice(0, -1)]);
		return due;
	}

	async markDue(name: string, day: string) {
		await this.#kv.put(this.#layout.of('due', `${day}/${name}`), 0, {}).catch((error: unknown) => {
			if (!hasCode(error, 'CONFLICT')) throw error;
		});
	}

	unmarkDue(name: string, day: string) {
		return this.#kv.remove(this.#layout.of('due', `${day}/${name}`));
	}

	async read(place: Place, version?: string) {
		const path = this.#layout.place(place);
		const entry = await this.#kv.get(path, version);
		if (entry === null) return null;
		const beside = besideOf(place, entry);
		if (version === undefined) this.#beside = beside;
		return {
			version: String(entry.version),
			value: this.#secret(entry.fields, place.field, path, originsIn(entry.notes, path)),
			...(beside.inexact === null ? {} : { inexact: beside.inexact }),
		};
	}

	versionsKept = (place: Place) => this.#kv.versionsKept(this.#layout.place(place));

	async origins(place: Place) {
		const path = this.#layout.place(place);
		const entry = await this.#kv.getLiving(path);
		if (entry === null) return originsIn(await this.#kv.notes(path), path);
		// Whoever asks where a value may go is about to write one: what stands beside it is at hand then.
		this.#beside = besideOf(place, entry);
		return originsIn(entry.notes, path);
	}

	async publish(place: Place, after: string | null, value: Secret) {
		const path = this.#layout.place(place);
		const others = after === null ? {} : await this.#others(place, after);
		return this.#kv.put(path, tagNumber(after), { ...others, [place.field]: value });
	}

	retire(place: Place, version: string) {
		return this.#kv.destroy(this.#layout.place(place), version);
	}

	async readStaged(name: string, origins: readonly string[]) {
		const entry = await this.#kv.getLiving(this.#layout.of('pending', name));
		if (entry === null) return null;
		const { fields } = entry;
		return {
			version: String(entry.version),
			value: this.#secret(fields, 'value', `staged value of ${name}`, origins),
			name: typeof fields['name'] === 'string' ? fields['name'] : null,
			keyId: typeof fields['keyId'] === 'string' ? fields['keyId'] : null,
		};
	}

	stage(
		name: string,
		after: string | null,
		value: Secret,
		label: { readonly name: string; readonly keyId: string },
	) {
		const [path, fields] = [this.#layout.of('pending', name), { value, ...label }];
		return after === null ? this.#kv.putFirst(path, fields) : this.#kv.put(path, tagNumber(after), fields);
	}

	prepareStage(name: string) {
		return this.#kv.keepNewestOnly(this.#layout.of('pending', name));
	}

	async readAdmin(name: string) {
		const path = this.#layout.of('admin', name);
		const entry = await this.#kv.get(path);
		if (entry === null)
			throw new KeyturnError('NO_SUCH_ENTRY', `Vault (${path})`, 'there is no such admin credential');
		return this.#secret(entry.fields, 'value', path, originsIn(entry.notes, path));
	}

	async listAdmins() {
		return (await this.#kv.list(this.#layout.folder('admin'))).filter((each) => !each.endsWith('/'));
	}

	async readHeartbeat() {
		const entry = await this.#kv.get(this.#layout.sweep);
		return typeof entry?.fields['at'] === 'number' ? entry.fields['at'] : null;
	}

	async writeHeartbeat(at: number) {
		const path = this.#layout.sweep;
		const entry = await this.#kv.get(path);
		// Two sweeps at once both tell that one ran: whichever is written serves.
		await this.#kv.put(path, entry?.version ?? 0, { at }).catch((error: unknown) => {
			if (!hasCode(error, 'CONFLICT')) throw error;
		});
	}

	describe(what: 'value' | 'staged' | 'admin' | 'document', name: string) {
		const folder = ({ value: 'values', staged: 'pending', admin: 'admin', document: 'documents' } as const)[
			what
		];
		return `${this.#layout.mount}/${this.#layout.of(folder, name)}`;
	}

	/** A key of Keyturn's own: it goes to the vault and nowhere else. */
	async #ownKey(name: string, label: string): Promise<Secret | null> {
		const entry = await this.#kv.get(this.#layout.of('system', name));
		return entry === null ? null : this.#secret(entry.fields, 'value', label, []);
	}

	async #createOwnKey(name: string, candidate: Secret, there: () => Promise<Secret | null>): Promise<Secret> {
		try {
			await this.#kv.put(this.#layout.of('system', name), 0, { value: candidate });
			return candidate;
		} catch (error) {
			if (!hasCode(error, 'CONFLICT')) throw error;
			const other = await there();
			if (other === null) throw error;
			return other;
		}
	}

	/**
	 * The other fields of the version that is about to be replaced; they are written back as they were, or not at all. What was read
	 * last serves again: a version never changes, and the write fails when there is a newer one.
	 */
	async #others(place: Place, after: string): Promise<Beside['fields']> {
		const path = this.#layout.place(place);
		const known = this.#beside;
		const same =
			known?.place.path === place.path && known.place.field === place.field && known.version === after;
		const beside = same ? known : await this.#besideNow(place, after);
		refuseInexact(`Vault (write ${path})`, beside.inexact);
		return beside.fields;
	}

	async #besideNow(place: Place, after: string): Promise<Beside> {
		const path = this.#layout.place(place);
		const entry = await this.#kv.get(path);
		if (entry === null || String(entry.version) !== after)
			throw new KeyturnError('CONFLICT', `Vault (write ${path})`, 'the entry was changed by somebody else');
		return besideOf(place, entry);
	}

	#secret(
		fields: Readonly<Record<string, unknown>>,
		field: string,
		label: string,
		origins: readonly string[],
	): Secret {
		const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
		if (typeof value !== 'string' || value === '')
			throw new KeyturnError(
				'NO_SUCH_ENTRY',
				`Vault (${label})`,
				`it has no field ${field} with a text in it`,
			);
		return new Secret(value, label, [...origins, this.origin]);
	}
}
