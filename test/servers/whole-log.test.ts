import { startAzurite, type Azurite } from '../../scripts/servers/azurite';
import { startSeaweedFs, type SeaweedFs } from '../../scripts/servers/seaweedfs';
import type { StoreChoice } from '../../core/audit/log/open-store';
import { openKeyturn } from '../../core/keyturn';
import { commands, emptyMachine, removeMachines } from '../fakes/empty-machine';
import { cornerOf } from './corner';
import { exercised } from './exercised';
import { realHost, servers } from './host';

const ADMIN = 'log-store';
const ENTRIES = 40;

let seaweed: SeaweedFs;
let azurite: Azurite;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
	seaweed = await startSeaweedFs();
	stops.push(seaweed.stop);
	azurite = await startAzurite();
	stops.push(azurite.stop);
	expect((await seaweed.ask('PUT', '/whole-log')).status).toBe(200);
}, 120_000);
afterAll(async () => {
	removeMachines();
	await Promise.all(stops.map((stop) => stop()));
});

/** Where a log lies, and the credential that people put into the vault for it. */
const places: Readonly<
	Record<
		string,
		() => Promise<Pick<StoreChoice, 'kind' | 'settings'> & { readonly credential: string | null }>
	>
> = {
	'in OpenBao itself': async () => ({ kind: 'in-vault', settings: {}, credential: null }),
	'on SeaweedFS': async () => {
		exercised('seaweedfs');
		const { url: address, region, accessKeyId, secret: credential } = seaweed;
		const settings = { address, bucket: 'whole-log', region, accessKeyId, folder: 'keyturn' };
		return { kind: 's3', settings, credential };
	},
	'on Azurite': async () => {
		exercised('azurite');
		const credential = await azurite.container('whole-log', 'rc');
		const settings = { address: azurite.url, container: 'whole-log', folder: 'keyturn' };
		return { kind: 'azure-blob', settings, credential };
	},
};

const events = Array.from({ length: ENTRIES }, (_, at) => ({
	event: `meeting ${String(at)}`,
	subject: 'the yearly review',
	facts: { number: at },
	by: 'Ada',
}));

describe.each(Object.keys(places))('a whole log %s, with OpenBao as the vault', (place) => {
	it('is set up, written by two at once, proved, exported, and verified by other people’s programs', async () => {
		exercised('openbao');
		const host = realHost();
		const corner = cornerOf(host);
		const { kind, settings, credential } = await places[place]!();
		if (credential !== null) {
			await corner.allow(`admin/${ADMIN}`, new URL(settings['address'] ?? '').origin);
			await corner.write(`admin/${ADMIN}`, { value: credential });
		}
		const open = async () => openKeyturn(host, await corner.openLeast());
		const [one, other] = [await open(), await open()];
		const made = await one.beginLog({ kind, settings, admin: credential === null ? null : ADMIN });
		expect(made.keys).toHaveLength(1);

		for (const [at, event] of events.entries()) await (at % 2 === 0 ? one : other).appendEvent(event);
		await Promise.all([one.logReport(), other.logReport()]);
		const told = await one.logReport();
		expect(told).toMatchObject({ waiting: 0, refused: [] });
		expect(told.size).toBeGreaterThanOrEqual(ENTRIES);
		const listed = await one.listEntries({ from: null, to: null, kinds: [], subjects: [] }, 1_000);
		const kinds = listed.map((entry) => entry.kind).filter((each) => each.includes('meeting'));
		expect([...kinds].sort()).toEqual(events.map(({ event }) => `noted: ${event}`).sort());

		// A second signing key, so that the export holds a handover.
		await other.rotateLogKey(false, 'Ada');
		const { file, checkpoint, keys } = await one.exportBundle({ from: null, to: null });
		expect(keys).toHaveLength(2);
		const machine = emptyMachine(file.bytes, made.keys[0]!, checkpoint);
		const { status, said } = machine.run(commands.at(-1)!);
		expect([status, said]).toEqual([0, expect.not.stringContaining('WRONG')]);
		const verdict = await other.verifyLog({ pinned: [made.keys[0]!], outside: checkpoint });
		expect(verdict).toMatchObject({ light: 'green', exitCode: 0 });
		const secrets = [credential, servers().openbao.token].filter((each): each is string => each !== null);
		for (const secret of secrets) expect(Buffer.from(file.bytes).includes(secret)).toBe(false);

		// The control: one changed byte of an entry is seen.
		const broken = file.bytes.slice();
		broken[Buffer.from(broken).indexOf('meeting 7')]! ^= 1;
		expect(emptyMachine(broken, made.keys[0]!, checkpoint).run(commands.at(-1)!).status).toBe(1);
	}, 120_000);
});
