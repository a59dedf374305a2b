import { z } from 'zod';
import { KeyturnError } from '../errors';
import { failure, read } from '../http';
import { vaultPath } from '../names';
import type { Host } from '../ports';
import { Secret } from '../secret';
import { HashicorpClient, type ClientSettings } from './hashicorp-client';
import { Kv2 } from './hashicorp-kv';
import { originsIn, type Folder } from './hashicorp-layout';
import type { Place, Reading, ValueReader } from './vault';

const capabilities = z.object({ data: z.record(z.string(), z.unknown()) });
const FIELD = /^[A-Za-z0-9_.@-]{1,128}$/;
/** The name of an entry that nobody has. */
const ELSEWHERE = 'keyturn-rights-check';

/** Reads one entry of a key/value engine of version 2 and looks up whether its login could do more. */
export class HashicorpReader implements ValueReader {
	readonly #client: HashicorpClient;
	readonly #mount: string;
	readonly #path: string;
	readonly #field: string;

	constructor(settings: ClientSettings, mount: string, place: Place, host: Host) {
		this.#client = new HashicorpClient(settings, host);
		this.#mount = vaultPath(mount, 'Mount');
		this.#path = vaultPath(place.path, 'Vault path');
		if (!FIELD.test(place.field))
			throw new KeyturnError('BAD_INPUT', 'Field', 'use letters, digits and _ . @ -');
		this.#field = place.field;
	}

	async read(): Promise<Reading> {
		const path = this.#path;
		const entry = await new Kv2(this.#client, this.#mount).get(path);
		if (entry === null) throw new KeyturnError('NO_SUCH_ENTRY', `Vault (${path})`, 'there is no such entry');
		const value = Object.hasOwn(entry.fields, this.#field) ? entry.fields[this.#field] : undefined;
		if (typeof value !== 'string')
			throw new KeyturnError(
				'NO_SUCH_ENTRY',
				`Vault (${path})`,
				`it has no field ${this.#field} with a text in it`,
			);
		const fault = new Secret(value, path, []).fault();
		if (fault !== null)
			throw new KeyturnError(
				'NO_SUCH_ENTRY',
				`Vault (${path}, field ${this.#field})`,
				`it cannot serve as a key: ${fault}`,
				{ next: 'Correct the entry in the vault’s own page.' },
			);
		return { value, origins: originsIn(entry.notes, path) };
	}

	async excess(): Promise<readonly string[]> {
		const allowed = this.#allowed();
		const response = await this.#client.call({
			method: 'POST',
			path: 'sys/capabilities-self',
			json: { paths: Object.keys(allowed) },
			what: 'look up its rights',
		});
		if (response.status !== 200) throw failure(response, 'Vault (look up rights)', 'LOGIN_REFUSED');
		const { data } = read(response, capabilities, 'Vault (look up rights)');
		return Object.entries(allowed).flatMap(([path, rights]) => {
			const list: unknown = data[path];
			if (!Array.isArray(list))
				throw new KeyturnError(
					'UNEXPECTED_ANSWER',
					'Vault (look up rights)',
					`it does not say what is allowed on ${path}`,
				);
			return list
				.filter((each) => each !== 'deny' && !rights.includes(String(each)))
				.map((each) => `${String(each)} on ${path}`);
		});
	}

	/** Where to look, the worst first, and what may be found there. Reading the notes of the one entry does no harm. */
	#allowed(): Readonly<Record<string, readonly string[]>> {
		const { folder, name, prefix } = this.#around();
		const others: Readonly<Partial<Record<Folder, string>>> = {
			pending: name,
			documents: name,
			admin: ELSEWHERE,
			system: 'installation',
		};
		const barred = [
			...['destroy', 'delete', 'undelete'].map((action) => `${action}/${this.#path}`),
			`data/${this.#path}-${ELSEWHERE}`,
			`data/${folder}${ELSEWHERE}`,
			`data/${ELSEWHERE}`,
			`metadata/${folder}`,
			...Object.entries(others).flatMap(([other, entry]) => [
				`data/${prefix}${other}/${entry}`,
				`metadata/${prefix}${other}/`,
			]),
		].map((below) => `${this.#mount}/${below}`);
		return Object.fromEntries<readonly string[]>([
			[`sys/policies/acl/${ELSEWHERE}`, []],
			['auth/token/create', []],
			[`${this.#mount}/data/${this.#path}`, ['read']],
			[`${this.#mount}/metadata/${this.#path}`, ['read']],
			...barred.map((path) => [path, []] as const),
		]);
	}

	/** Keyturn's own folders lie beside the one with the values; where the entry is elsewhere, at their usual place. */
	#around(): { readonly folder: string; readonly name: string; readonly prefix: string } {
		const [, folder = '', name = ''] = /^(.*\/)?([^/]+)$/.exec(this.#path) ?? [];
		return { folder, name, prefix: /^(.+\/)values\/$/.exec(folder)?.[1] ?? 'keyturn/' };
	}
}
