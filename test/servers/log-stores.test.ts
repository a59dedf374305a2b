import { startAzurite, type Azurite } from '../../scripts/servers/azurite';
import { startSeaweedFs, type SeaweedFs } from '../../scripts/servers/seaweedfs';
import { logStores } from '../../core/audit/stores';
import { proveStore } from '../../core/audit/stores/prove';
import type { LogStore, LogStoreDriver, WriteOnceTexts } from '../../core/audit/stores/store';
import { Secret } from '../../core/secret';
import { logStoreSuite } from '../contract/log-store-suite';
import { refusal } from '../contract/provider-suite';
import { cornerOf } from './corner';
import { exercised } from './exercised';
import { realHost } from './host';

const host = realHost();
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const none: WriteOnceTexts = {
	createIfAbsent: () => Promise.reject(new Error('no vault here')),
	read: () => Promise.reject(new Error('no vault here')),
};

let seaweed: SeaweedFs;
let azurite: Azurite;
const stops: (() => Promise<void>)[] = [];
const signatures: Record<string, string> = {};

beforeAll(async () => {
	seaweed = await startSeaweedFs();
	stops.push(seaweed.stop);
	azurite = await startAzurite();
	stops.push(azurite.stop);
	expect((await seaweed.ask('PUT', '/keyturn-audit')).status).toBe(200);
	const locked = { 'x-amz-bucket-object-lock-enabled': 'true' };
	expect((await seaweed.ask('PUT', '/keyturn-locked', '', locked)).status).toBe(200);
	for (const permissions of ['r', 'rc', 'rcw'])
		signatures[permissions] = await azurite.container(`audit-${permissions}`, permissions);
}, 120_000);
afterAll(async () => {
	await Promise.all(stops.map((stop) => stop()));
});

const opened = (driver: LogStoreDriver, settings: Record<string, string>, credential: string): LogStore =>
	driver.open(settings, {
		host,
		admin: new Secret(credential, 'keyturn/admin/store', [new URL(settings['address'] ?? '').origin]),
		vault: none,
	});

const bucket = (name: string, more: Record<string, string> = {}, secret = seaweed.secret): LogStore => {
	const { url, region, accessKeyId } = seaweed;
	return opened(
		logStores.s3,
		{ address: url, bucket: name, region, accessKeyId, folder: 'log', ...more },
		secret,
	);
};
const container = (permissions: string, signature = signatures[permissions] ?? ''): LogStore =>
	opened(
		logStores['azure-blob'],
		{ address: azurite.url, container: `audit-${permissions}`, folder: 'log' },
		signature,
	);

const subject = (store: LogStore, { promises }: LogStoreDriver) => ({
	store,
	mostBytes: promises.mostBytes,
	sent: () => host.sent.length,
});

logStoreSuite('s3, before SeaweedFS', () => {
	exercised('seaweedfs');
	return subject(bucket('keyturn-audit'), logStores.s3);
});
logStoreSuite('s3 with locks, before SeaweedFS', () =>
	subject(bucket('keyturn-locked', { lockMode: 'GOVERNANCE', lockDays: '1' }), logStores.s3),
);
logStoreSuite('azure-blob that may create, before Azurite', () => {
	exercised('azurite');
	return subject(container('rc'), logStores['azure-blob']);
});
logStoreSuite('azure-blob that may overwrite, before Azurite', () =>
	subject(container('rcw'), logStores['azure-blob']),
);
logStoreSuite('in-vault, before OpenBao', async () => {
	exercised('openbao');
	const corner = cornerOf(host);
	const { audit } = await corner.openLeast();
	return subject(
		logStores['in-vault'].open({}, { host, admin: null, vault: audit ?? none }),
		logStores['in-vault'],
	);
});

describe('Object Lock on SeaweedFS', () => {
	it.each(['GOVERNANCE', 'COMPLIANCE'])('what was locked in mode %s cannot be deleted', async (lockMode) => {
		const store = bucket('keyturn-locked', { lockMode, lockDays: '2' });
		const path = `lock/${lockMode}-${Date.now()}`;
		expect(await store.createIfAbsent(path, text('locked'))).toBe(true);
		const lock = await store.lockOf(path);
		expect(lock).toMatchObject({ verdict: 'verified', mode: lockMode });
		const until = lock.verdict === 'verified' ? lock.until : 0;
		expect(Math.abs(until - Date.now() - 2 * 86_400_000)).toBeLessThan(60_000);
		const listed = await seaweed.ask(
			'GET',
			'/keyturn-locked',
			`prefix=log%2F${encodeURIComponent(path)}&versions=`,
		);
		const version = /<VersionId>([^<]+)<\/VersionId>/.exec(await listed.text())?.[1] ?? '';
		expect(version).not.toBe('');
		const deleted = await seaweed.ask('DELETE', `/keyturn-locked/log/${path}`, `versionId=${version}`);
		expect(deleted.status).toBe(403);
		expect(Buffer.from((await store.read(path))!).toString()).toBe('locked');
	});

	it('a file that was not locked can be deleted: the lock is what kept the others', async () => {
		const store = bucket('keyturn-audit');
		expect(await store.createIfAbsent('lock/none', text('open'))).toBe(true);
		expect((await store.lockOf('lock/none')).verdict).toBe('could not be proved');
		expect((await seaweed.ask('DELETE', '/keyturn-audit/log/lock/none')).status).toBe(204);
		expect(await store.read('lock/none')).toBeNull();
	});

	it('a lock that is asked for where there can be none is told', async () => {
		const store = bucket('keyturn-audit', { lockMode: 'COMPLIANCE' });
		expect(await refusal(() => proveStore(store, 'probe', host.random))).toMatchObject({
			code: 'BAD_INPUT',
			next: expect.stringContaining('Object Lock'),
		});
	});
});

describe('what real servers say of a mistake', () => {
	const open: Record<string, [() => LogStore, string, RegExp]> = {
		'a bucket that is not there': [() => bucket('keyturn-nobody'), 'BAD_INPUT', /no such bucket/],
		'an access key that is not known': [
			() => bucket('keyturn-audit', { accessKeyId: 'AKIANOBODY' }),
			'ADMIN_REFUSED',
			/access key ID/,
		],
		'a secret of another key': [
			() => bucket('keyturn-audit', {}, 'another-secret'),
			'ADMIN_REFUSED',
			/not that of the access key/,
		],
		'a container that is not there': [
			() =>
				opened(
					logStores['azure-blob'],
					{ address: azurite.url, container: 'nobody' },
					signatures['rc'] ?? '',
				),
			'ADMIN_REFUSED',
			/signature.* was refused/,
		],
		'a signature that may only read': [() => container('r'), 'ADMIN_REFUSED', /not the right/],
		'a signature that was changed': [
			() => container('rc', `${signatures['rc'] ?? ''}x`),
			'ADMIN_REFUSED',
			/signature.* was refused/,
		],
	};
	it.each(Object.keys(open))('%s', async (name) => {
		const [make, code, words] = open[name]!;
		const error = await refusal(() => make().createIfAbsent('seg/1', text('a')));
		expect(error).toMatchObject({ code, message: expect.stringMatching(words) });
		for (const secret of [seaweed.secret, 'another-secret', ...Object.values(signatures)])
			expect(`${error.message} ${error.next}`).not.toContain(secret);
	});

	it('a clock that is an hour off', async () => {
		const off = { ...host, clock: { ...host.clock, now: () => Date.now() - 3_600_000 } };
		const store = logStores.s3.open(
			{ address: seaweed.url, bucket: 'keyturn-audit', accessKeyId: seaweed.accessKeyId },
			{ host: off, admin: new Secret(seaweed.secret, 'k', [seaweed.url]), vault: none },
		);
		expect((await refusal(() => store.read('seg/1'))).code).toBe('CLOCK_OFF');
	});
});
