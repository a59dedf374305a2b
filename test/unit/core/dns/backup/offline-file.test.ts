import { createDecipheriv } from 'node:crypto';
import { BackupScene } from '../../../../fakes/dns/backup-scene';

let scene: BackupScene;
let bytes: Uint8Array;
let name: string;

beforeAll(async () => {
	scene = await BackupScene.begin();
	({ bytes, name } = (await scene.backUp({ withFile: true })).file!);
});

/** The key as a person reads it in the vault's own page. */
const key = () =>
	(JSON.parse(scene.entries('zones').get('backup-key')!['document'] as string) as { body: string }).body;

/** What the page about backups says of the file, in Node.js; test/servers runs the page's own script. */
function open(file: Uint8Array, by: string) {
	const all = Buffer.from(file);
	const end = all.indexOf('\n', all.indexOf('\n') + 1) + 1;
	const about = JSON.parse(all.subarray(all.indexOf('\n'), end).toString()) as { nonce: string };
	const nonce = Buffer.from(about.nonce, 'hex');
	const opened = createDecipheriv('aes-256-gcm', Buffer.from(by, 'hex'), nonce)
		.setAAD(all.subarray(0, end))
		.setAuthTag(all.subarray(-16));
	const plain = Buffer.concat([opened.update(all.subarray(end, -16)), opened.final()]);
	return JSON.parse(plain.toString()) as { zone: string; native: unknown[] };
}

it('opens with the key of the vault, and is what is kept', () => {
	const { zone, native } = open(bytes, key());
	const kept = [...scene.backups()].find(([path]) => path.endsWith('/file/0'))![1];
	expect(zone).toBe(kept);
	expect(native).toHaveLength(12);
	expect(name).toMatch(/^example\.org-\d{8}T\d{6}Z\.keyturn-zone$/);
});

it('shows its zone and time, and nothing of what is in the zone', () => {
	const text = Buffer.from(bytes).toString('latin1');
	expect(text.split('\n')[0]).toBe('KEYTURN ZONE BACKUP 1');
	expect(JSON.parse(text.split('\n')[1]!)).toMatchObject({
		cipher: 'AES-256-GCM',
		zone: 'example.org',
		host: 'desec',
	});
	for (const word of ['192.0.2', 's3cret', key()]) expect(text).not.toContain(word);
});

it('opens with no other key', () => {
	expect(() => open(bytes, 'f'.repeat(64))).toThrow('unable to authenticate');
});

it.each<[string, (file: Uint8Array) => Uint8Array]>([
	[
		'a changed byte at its end',
		(file) => file.map((byte, index) => (index === file.length - 1 ? byte ^ 1 : byte)),
	],
	['a changed byte in the middle', (file) => file.map((byte, index) => (index === 400 ? byte ^ 1 : byte))],
	[
		'another zone in its head',
		(file) =>
			Buffer.from(Buffer.from(file).toString('latin1').replace('example.org', 'example.net'), 'latin1'),
	],
	['its end cut off', (file) => file.slice(0, -1)],
])('with %s it is refused', (_name, change) => {
	expect(() => open(change(bytes), key())).toThrow('unable to authenticate');
});

it('of an earlier backup opens with the same key, and no nonce is used twice', async () => {
	const again = (await scene.check({ withFile: true })).file!;
	expect(open(again.bytes, key()).zone).toBe(open(bytes, key()).zone);
	const nonces = [bytes, again.bytes].map(
		(file) => (JSON.parse(Buffer.from(file).toString('latin1').split('\n')[1]!) as { nonce: string }).nonce,
	);
	expect(new Set(nonces).size).toBe(2);
	expect(nonces[0]).toMatch(/^[0-9a-f]{24}$/);
});

it('is not made when nobody asks for it', async () => {
	expect(await scene.check()).not.toHaveProperty('file');
});
