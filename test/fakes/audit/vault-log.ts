import { type KeyObject, createHash, createPublicKey, verify } from 'node:crypto';
import { entriesIn } from '../../../demo/audit/segments';
import type { DevVault } from '../../../demo/dev-vault/vault';

/** The paths of all that is below the vault's audit folder. */
export const plainFiles = (vault: DevVault, prefix: string): string[] =>
	Object.keys(vault.state.namespaces['']!.mounts['secret/']!.secrets)
		.filter((path) => path.startsWith(`/${prefix}/audit/`))
		.map((path) => path.slice(`/${prefix}/audit/`.length));

/** An entry as the tests read it. */
interface Entry {
	readonly id: string;
	readonly kind: string;
	readonly at: number;
	readonly facts: Readonly<Record<string, unknown>>;
}

/** Reads what a log in the dev vault holds, with nothing of ours: Node's own hashes and signatures, RFC 6962 as it is written. */
export class VaultLog {
	readonly #vault: DevVault;
	readonly #folder: string;

	constructor(vault: DevVault, prefix: string) {
		this.#vault = vault;
		this.#folder = `/${prefix}/audit/`;
	}

	/** The entries of the log in order. */
	entries(): Entry[] {
		return this.leaves().map((leaf) => JSON.parse(leaf.toString()) as Entry);
	}

	leaves(): Buffer[] {
		return this.files('log/seg/').flatMap(([, bytes]) => {
			const end = bytes.indexOf(10);
			const { count } = JSON.parse(bytes.subarray(0, end).toString()) as { count: number };
			const leaves = leavesIn(bytes.subarray(end + 1));
			if (leaves.length !== count) throw new Error('a segment says that it holds another number of entries');
			return leaves;
		});
	}

	/** Everything that was told, whether the log has it or not. */
	told(): Entry[] {
		return this.#texts('')
			.filter(([path]) => /^[0-9a-f]{24,32}\/\d+$/.test(path))
			.flatMap(([, text]) => entriesIn<Entry>(text));
	}

	/** The files below a path, in order of their names. */
	files(below: string): [string, Buffer][] {
		return this.#texts(below).map(([path, text]) => [path, Buffer.from(text.split('.').at(-1)!, 'base64')]);
	}

	/** Every checkpoint that was ever signed: what it says, and whether the key signed it. */
	checkpoints(vkey: string): { size: number; root: string; signed: boolean }[] {
		return this.files('log/checkpoint/').map(([, bytes]) => {
			const [text, signatures] = bytes.toString().split('\n\n') as [string, string];
			const [, size, root] = text.split('\n') as [string, string, string];
			return { size: Number(size), root, signed: isSigned(`${text}\n`, signatures, vkey) };
		});
	}

	/** RFC 6962, section 2.1, of the first entries. */
	root(size: number): string {
		return treeHash(this.leaves().slice(0, size)).toString('base64');
	}

	#texts(below: string): [string, string][] {
		const { secrets } = this.#vault.state.namespaces['']!.mounts['secret/']!;
		const root = this.#folder + below;
		return Object.entries(secrets)
			.filter(([path]) => path.startsWith(root))
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([path, { versions, currentVersion }]) => [
				path.slice(this.#folder.length),
				String(versions[String(currentVersion)]?.data?.['entries']),
			]);
	}
}

/** The entries in a bundle, as they are hashed. */
export function leavesIn(bytes: Buffer): Buffer[] {
	const leaves: Buffer[] = [];
	for (let at = 0; at < bytes.length;) {
		const end = at + 2 + bytes.readUInt16BE(at);
		leaves.push(bytes.subarray(at + 2, end));
		at = end;
	}
	return leaves;
}

const sha256 = (...parts: readonly Uint8Array[]) =>
	createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 6962, section 2.1. */
export function treeHash(leaves: readonly Buffer[]): Buffer {
	if (leaves.length === 0) return sha256();
	if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0]!);
	let split = 1;
	while (split * 2 < leaves.length) split *= 2;
	return sha256(Buffer.of(1), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

/** Keys that were read lately: reading one takes as long as a signature's check. */
const known = new Map<string, KeyObject>();

function publicKeyOf(vkey: string, name: string): KeyObject {
	const there = known.get(vkey);
	if (there !== undefined) return there;
	const x = Buffer.from(vkey.slice(vkey.indexOf('+', name.length + 1) + 1), 'base64')
		.subarray(1)
		.toString('base64url');
	const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
	if (known.size >= 64) known.clear();
	known.set(vkey, key);
	return key;
}

/** Whether one of the signatures of a note is this key's, and right. */
export function isSigned(text: string, signatures: string, vkey: string): boolean {
	const asked = `${vkey}\n${text}\n${signatures}`;
	const told = judged.get(asked);
	if (told !== undefined) return told;
	const [name, , material] = vkey.split('+') as [string, string, string];
	const key = publicKeyOf(vkey, name);
	const signed = signatures
		.split('\n')
		.filter((line) => line.startsWith(`— ${name} `))
		.some(
			(line) =>
				verify(null, Buffer.from(text), key, Buffer.from(line.split(' ')[2]!, 'base64').subarray(4)) &&
				material !== '',
		);
	if (judged.size >= 64) judged.clear();
	judged.set(asked, signed);
	return signed;
}

/** Notes that were checked lately: the same one is looked at again and again. */
const judged = new Map<string, boolean>();
