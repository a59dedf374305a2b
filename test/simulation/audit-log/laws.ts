import { isDeepStrictEqual } from 'node:util';
import type { HttpRequest } from '../../../core/ports';
import type { LogReport } from '../../../core/operations/audit-log';
import { entriesIn } from '../../../demo/audit/segments';
import { isSigned, leavesIn, treeHash } from '../../fakes/audit/vault-log';
import type { Purpose } from '../purpose';
import type { World } from '../world';
import { bytesOf, placeOf, type Place, sentIn, storedAt } from './files';
import { type LogState, stateIn } from './state';

interface Entry {
	readonly id: string;
	readonly kind: string;
	readonly facts: Readonly<Record<string, unknown>>;
}

type Fail = (law: string, what: string) => void;

/** Watches the audit log of one simulated world: nothing is lost, told twice, changed or forked, whatever happens. */
export class LogLaws {
	readonly #world: World;
	readonly #fail: Fail;
	/** Everything below the audit folder as it was first stored. */
	readonly #files = new Map<string, { readonly place: Place; readonly text: string }>();
	readonly #leaves: Buffer[] = [];
	readonly #entries: Entry[] = [];
	/** Entries that an outbox or the audit folder ever held; null until the folder does. */
	readonly #told = new Map<string, Entry | null>();
	readonly #inLog = new Set<string>();
	/** Of each document, the number of its newest entry in the log. */
	readonly #newest = new Map<string, number>();
	/** By what stands in the audit folder, the segment that took it up. */
	readonly #took = new Map<string, number>();
	/** The log's size after each segment. */
	readonly #sizes = [0];
	#state: LogState | null = null;

	constructor(world: World, fail: Fail) {
		this.#world = world;
		this.#fail = fail;
		const { secrets = {} } = world.vault.state.namespaces['']?.mounts['secret/'] ?? {};
		for (const path of Object.keys(secrets))
			if (path.startsWith('/keyturn/audit/')) this.#stored({ path: path.slice(15), own: false });
	}

	/** Entries that wait in a document. */
	expects(outbox: ReadonlyArray<{ readonly id: string }>): void {
		for (const { id } of outbox) if (!this.#told.has(id)) this.#told.set(id, null);
	}

	/** What is signed is judged although the request may never land: whoever sees it may keep it. */
	beforeSend(purpose: Purpose, request: HttpRequest, url: URL): void {
		const place = purpose === 'checkpoint write' || purpose === 'store write' ? placeOf(url) : null;
		if (place === null || request.method === 'GET') return;
		const [, kind, number = ''] = /^log\/(checkpoint|handover)\/(\d+)(?:\/\d+)?$/.exec(place.path) ?? [];
		if (kind === undefined) return;
		this.#state = stateIn(this.#world);
		const size = this.#signed(bytesOf(sentIn(request, place), place).toString());
		if (kind === 'checkpoint') {
			if (size !== Number(number)) this.#fail('log', `checkpoint ${number} says ${String(size)}`);
		} else this.#handsOver(Number(number), size, bytesOf(sentIn(request, place), place).toString());
	}

	/** A request took effect. */
	afterEffect(purpose: Purpose, { method }: HttpRequest, url: URL, status: number): void {
		if (method === 'GET' || status !== 200) return;
		if (purpose === 'log state write') this.#stateFollows();
		const place = placeOf(url);
		if (place !== null) this.#stored(place);
	}

	/** The vault, and with it the signer's memory, was put back to an earlier state by a person. */
	restored(): void {
		this.#state = null;
		for (const [path, { place }] of this.#files)
			if (path.endsWith('.taken') && storedAt(this.#world, place) === null) this.#files.delete(path);
	}

	/** Whoever opened the log was told this. */
	reported({ size, root, light, waiting, refused, checkpoint, keys }: LogReport): void {
		if (Buffer.from(root, 'hex').toString('base64') !== this.#root(size))
			this.#fail('log', 'a report tells another root than the log has');
		if (light === 'red') this.#fail('log', 'it is taken for forged');
		if (light === 'green' && waiting + refused.length > 0)
			this.#fail('log', 'green although something waits');
		// An entry that is kept and waits, or a log with nothing in it.
		if (checkpoint === '' && (size === 0 || waiting > 0)) return;
		const [text = '', signatures = ''] = checkpoint.split('\n\n');
		if (!isSigned(`${text}\n`, signatures, keys.at(-1) ?? ''))
			this.#fail('log', 'a report shows a checkpoint that its newest key did not sign');
		if (this.#signed(checkpoint) !== size) this.#fail('log', 'a report shows the checkpoint of another size');
	}

	/** How often an event stands in the log. */
	count(kind: string): number {
		return this.#entries.filter((entry) => entry.kind === kind).length;
	}

	/** When all is quiet and one last run has opened the log; the given entries wait in a document still. */
	atEnd(waiting: ReadonlyArray<{ readonly id: string }>): void {
		for (const { place, text } of this.#files.values())
			if (storedAt(this.#world, place) !== text) this.#fail('log', `${place.path} is not what it was`);
		const ids = new Set(waiting.map(({ id }) => id));
		for (const id of this.#told.keys())
			if (!this.#inLog.has(id) && !ids.has(id)) this.#fail('law 6', `${id} is not in the log`);
		for (const id of this.#took.keys())
			if (!this.#files.has(`${id}.taken`)) this.#fail('log', `what stands at ${id} is not marked as taken`);
		const state = stateIn(this.#world);
		if (state === null) {
			this.#fail('log', 'its state is gone');
			return;
		}
		if (state.outbox.length > 0) this.#fail('law 6', 'entries of the log itself wait in its state');
		if (state.head?.size !== this.#leaves.length)
			this.#fail('log', 'what was signed last is not all of the log');
		for (const { id, handedOverAt, lost } of state.keys)
			if (id > 1 && !lost && (handedOverAt === null || !this.#files.has(`log/handover/${String(id)}`)))
				this.#fail('log', `nothing leads from the key before to key ${String(id)}`);
	}

	#stored(place: Place): void {
		const text = storedAt(this.#world, place);
		const before = this.#files.get(place.path);
		if (text === null || (before !== undefined && before.text !== text)) {
			this.#fail('log', `${place.path} was written twice`);
			return;
		}
		if (before !== undefined) return;
		this.#files.set(place.path, { place, text });
		if (/^log\/seg\//.test(place.path)) this.#goesOn(bytesOf(text, place), place.path);
		else if (place.path.endsWith('.taken')) this.#marks(place.path.slice(0, -'.taken'.length), text);
		else if (!place.path.startsWith('log/'))
			for (const entry of entriesIn<Entry>(text)) this.#told.set(entry.id, entry);
	}

	/** A segment follows the one before, and brings in what stands in the audit folder, each entry once and in order. */
	#goesOn(bytes: Buffer, path: string): void {
		const end = bytes.indexOf(10);
		const head = JSON.parse(bytes.subarray(0, end).toString()) as {
			n: number;
			first: number;
			took: string[];
		};
		const leaves = leavesIn(bytes.subarray(end + 1));
		if (head.n !== this.#sizes.length || head.first !== this.#leaves.length)
			this.#fail('log', `${path} does not follow the one before`);
		const told = head.took.flatMap((id) => entriesIn<Entry>(this.#files.get(id)?.text ?? '{"body":"[]"}'));
		const entries = leaves.map((leaf) => JSON.parse(leaf.toString()) as Entry);
		if (!isDeepStrictEqual(entries, told)) this.#fail('law 6', `${path} holds other entries than were told`);
		for (const id of head.took) {
			if (this.#took.has(id)) this.#fail('law 6', `what stands at ${id} was taken up twice`);
			this.#took.set(id, head.n);
		}
		for (const { id } of entries) this.#comesIn(id);
		this.#entries.push(...entries);
		this.#leaves.push(...leaves);
		this.#sizes.push(this.#leaves.length);
	}

	#comesIn(id: string): void {
		if (this.#inLog.has(id)) this.#fail('law 6', `entry ${id} is in the log twice`);
		this.#inLog.add(id);
		const [uid = '', number] = [id.split('/')[0], Number(id.split('/').at(-1))];
		if (number <= (this.#newest.get(uid) ?? 0)) this.#fail('law 6', `entry ${id} comes after a later one`);
		this.#newest.set(uid, number);
	}

	#marks(id: string, text: string): void {
		const { segment } = JSON.parse(text) as { segment: number };
		if (this.#took.get(id) !== segment) this.#fail('log', `${id} is marked as taken and is not in the log`);
	}

	/** The size that a note is of. It must be of this log as far as it goes, and signed by a key that the log names. */
	#signed(note: string): number {
		const [text = '', signatures = ''] = note.split('\n\n');
		const [origin, size, root] = text.split('\n');
		const { keys = [], origin: own } = (this.#state ??= stateIn(this.#world)) ?? {};
		if (Number(size) > this.#leaves.length)
			this.#fail('fork', `${String(size)} entries are signed and not there`);
		else if (root !== this.#root(Number(size)))
			this.#fail('fork', `another root is signed at ${String(size)}`);
		if (origin !== own || !keys.some(({ vkey }) => isSigned(`${text}\n`, signatures, vkey)))
			this.#fail('log', `the checkpoint at ${String(size)} is not signed by a key of the log`);
		return Number(size);
	}

	/** The note in which a key takes over is signed by the one before as well, and covers the entry that tells of it. */
	#handsOver(id: number, size: number, note: string): void {
		const [text = '', signatures = ''] = note.split('\n\n');
		const both = this.#state?.keys.filter((key) => key.id === id || key.id === id - 1) ?? [];
		if (both.length !== 2 || !both.every(({ vkey }) => isSigned(`${text}\n`, signatures, vkey)))
			this.#fail('log', `key ${String(id)} takes over without the signature of both`);
		const covers = this.#entries
			.slice(0, size)
			.some(({ facts }) => facts['newKey'] === both.find((key) => key.id === id)?.vkey);
		if (!covers) this.#fail('log', `key ${String(id)} takes over before the log tells of it`);
	}

	/** The signer's memory goes forward only, and holds what is so. */
	#stateFollows(): void {
		const before = this.#state;
		const state = stateIn(this.#world);
		this.#state = state;
		if (state === null) return;
		this.expects(state.outbox);
		const { head } = state;
		if ((before?.head?.n ?? 0) > (head?.n ?? 0)) this.#fail('log', 'what was signed last goes back');
		const kept = before?.keys.every(({ vkey, handedOverAt }, index) => {
			const now = state.keys[index];
			return now?.vkey === vkey && (handedOverAt === null || now.handedOverAt === handedOverAt);
		});
		if (kept === false) this.#fail('log', 'a signing key is forgotten');
		if (head === null) return;
		const root = Buffer.from(head.root, 'hex').toString('base64');
		if (head.size !== this.#sizes[head.n] || root !== this.#root(head.size))
			this.#fail('log', 'what is remembered as signed last is not so');
		if (!state.keys.some(({ id }) => this.#files.has(`log/checkpoint/${String(head.size)}/${String(id)}`)))
			this.#fail('log', 'what is remembered as signed has no checkpoint');
	}

	#root(size: number): string {
		return treeHash(this.#leaves.slice(0, size)).toString('base64');
	}
}
