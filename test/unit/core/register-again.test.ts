import { KeyturnError } from '../../../core/errors';
import { providers } from '../../../core/providers';
import type { Provider, ProviderDriver } from '../../../core/providers/provider';
import { targets } from '../../../core/targets';
import type { TargetDriver } from '../../../core/targets/target';
import type { Registration } from '../../../core/operations/register';
import { refusal } from '../../contract/provider-suite';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';
import { pasted } from './pasted-key';

const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const DAY_MS = 86_400_000;

interface Stored {
	readonly record: { readonly graceSeconds: number; readonly registeredAt: number };
	readonly current: { readonly keyId: string; readonly since: number } | null;
	readonly lease: unknown;
	readonly dueAt: number;
	readonly listedUnder: string;
	readonly receipts: ReadonlyArray<{ readonly receipt: string }>;
	readonly outbox: ReadonlyArray<{
		readonly kind: string;
		readonly facts: Readonly<Record<string, unknown>>;
	}>;
}
const stored = (scene: Scene): Stored =>
	JSON.parse((JSON.parse(scene.stored().text) as { body: string }).body) as Stored;

describe('a key whose value somebody replaced in the vault', () => {
	async function replaced(more: Partial<Registration> = {}) {
		const scene = await Scene.registered({ ...short, ...more });
		const keyturn = await scene.open();
		const [before] = scene.living();
		scene.time.pass(DAY_MS);
		const made = await scene.handMade();
		expect((await refusal(() => keyturn.rotate(KEY))).next).toContain('register the key again');
		return { scene, keyturn, before: before!, made };
	}

	it('is registered again with the value that stands there, and the replaced key is named', async () => {
		const { scene, keyturn, before, made } = await replaced();
		const { registeredAt } = stored(scene).record;
		const due = stored(scene).dueAt;

		const report = await keyturn.register(scene.registration(short));

		expect(report).toMatchObject({ light: 'yellow', keyId: made.id, ageDays: 0 });
		expect(report.sentence).toContain(`not proved dead: key ${before}`);
		expect(report.next).toContain('revoke it there');
		expect(stored(scene).record.registeredAt).toBe(registeredAt);
		expect(stored(scene).dueAt).toBe(due);
		expect(stored(scene).lease).toBeNull();
		expect(stored(scene).outbox.at(-1)).toMatchObject({
			kind: 'key registered again',
			actor: 'a test',
			facts: { adopted: true, keyId: made.id, replacedKeyId: before, notProvedDead: before },
		});
	});

	it('is rotated from then on, and only what Keyturn took over is revoked', async () => {
		const { scene, keyturn, before, made } = await replaced();
		await keyturn.register(scene.registration(short));
		const report = await scene.until(keyturn, 'up to date');
		expect(report.oldKeyId).toBe(made.id);
		expect(scene.living()).toEqual([before, report.keyId]);
	});

	it('the dry run says what would be taken over, and writes nothing', async () => {
		const { scene, keyturn, before } = await replaced();
		const state = scene.state();
		const told = await keyturn.registerDryRun(scene.registration(short));
		expect(told).toMatchObject({ possible: true, light: 'yellow' });
		expect(told.warnings.join(' ')).toMatch(
			/settings are replaced.*value that the vault holds now.*not proved dead/,
		);
		expect(told.warnings.join(' ')).toContain(before);
		expect(scene.state()).toEqual(state);
	});

	it('a value that the provider refuses is not taken over, and the sentence names what can be done', async () => {
		const { scene, keyturn } = await replaced();
		await scene.corner.write(`values/${KEY}`, { value: 'typed-in-by-somebody-0123456789' });
		const state = scene.state();
		const error = await refusal(() => keyturn.register(scene.registration(short)));
		expect(error.code).toBe('OLD_NOT_ALIVE');
		expect(error.next).toContain('Put a key that works into the vault');
		expect(scene.state()).toEqual(state);
	});

	it('two people at once: one registers, the other is told to run again', async () => {
		const { scene, keyturn } = await replaced();
		const other = await scene.open();
		const ends = await Promise.allSettled([
			keyturn.register(scene.registration(short)),
			other.register(scene.registration({ ...short, owner: 'sales@example.com' })),
		]);
		expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const { reason } = ends.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
		expect((reason as KeyturnError).code).toBe('BUSY');
		const again = stored(scene).outbox.filter(({ kind }) => kind === 'key registered again');
		expect(again).toHaveLength(1);
	});
});

describe('new settings for a registered key', () => {
	it('are taken over; the key stays the same, and so do its age and what was written of it', async () => {
		const scene = await Scene.registered(short);
		const keyturn = await scene.open();
		const before = stored(scene).current;
		scene.time.pass(3 * DAY_MS);

		const report = await keyturn.register(scene.registration({ ...short, graceHours: 2, cadenceDays: 7 }));

		expect(report).toMatchObject({ light: 'green', ageDays: 2 });
		expect(stored(scene).record.graceSeconds).toBe(7_200);
		expect(stored(scene).current).toEqual(before);
		expect(scene.changes()).toEqual([]);
	});

	it('are taken over as quietly where people make the keys', async () => {
		const scene = await Scene.registered(pasted);
		const keyturn = await scene.open();
		const other = scene.registration({ ...pasted, cadenceDays: 7 });
		const { warnings } = await keyturn.registerDryRun(other);
		expect(warnings.join(' ')).not.toMatch(/value that the vault holds|not proved dead/);
		const told = await keyturn.register(other);
		expect(told).toMatchObject({ light: 'green', next: '' });
		expect(stored(scene).outbox.at(-1)?.facts).toMatchObject({ adopted: false, notProvedDead: '' });
	});

	it('bring the due date forward where they ask for it, and a sweep finds it there', async () => {
		const scene = await Scene.registered(short);
		const keyturn = await scene.open();
		await keyturn.register(scene.registration({ ...short, cadenceDays: 7 }));
		expect(stored(scene).dueAt - scene.time.now).toBeLessThanOrEqual(7 * DAY_MS + 5_000);
		scene.time.pass(8 * DAY_MS);
		const { reports } = await keyturn.rotateDue(60_000);
		expect(reports.map(({ key }) => key)).toEqual([KEY]);
	});

	it('a run that ends right after the day was listed leaves the key as it was, and can be repeated', async () => {
		const scene = await Scene.registered(short);
		const keyturn = await scene.open();
		const before = scene.stored().text;
		const fewer = scene.registration({ ...short, cadenceDays: 7 });
		scene.host.between = (request, service) => {
			if (request.method === 'POST' && request.path.includes('/documents/'))
				return { status: 0, headers: {}, body: '' };
			return service(request);
		};
		expect((await refusal(() => keyturn.register(fewer))).code).toBe('UNKNOWN_OUTCOME');
		expect(scene.stored().text).toBe(before);
		scene.host.between = (request, service) => service(request);
		expect(await (await scene.open()).register(fewer)).toMatchObject({ light: 'green' });
	});

	it('the same settings and the same value are no registration', async () => {
		const scene = await Scene.registered(short);
		const before = scene.state();
		const error = await refusal(async () => (await scene.open()).register(scene.registration(short)));
		expect(error).toMatchObject({ code: 'KEY_EXISTS', where: KEY });
		expect((await (await scene.open()).registerDryRun(scene.registration(short))).possible).toBe(false);
		expect(scene.state()).toEqual(before);
	});

	it('another provider or another entry is another key', async () => {
		const scene = await Scene.registered(short);
		const before = scene.state();
		const providerSettings = { createPage: `${PROVIDER}/new`, probeUrl: `${PROVIDER}/v1/whoami` };
		const other = scene.registration({ ...short, provider: 'manual', providerSettings });
		expect((await refusal(async () => (await scene.open()).register(other))).code).toBe('KEY_EXISTS');
		expect(scene.state()).toEqual(before);
	});

	it('wait until the rotation that is under way is over', async () => {
		const scene = await Scene.registered(short);
		const keyturn = await scene.open();
		await keyturn.rotate(KEY);
		const before = scene.state();
		const error = await refusal(() => keyturn.register(scene.registration({ ...short, cadenceDays: 7 })));
		expect(error).toMatchObject({ code: 'NOT_NOW' });
		expect(error.next).toContain('Run Rotate until it is over');
		expect(scene.state()).toEqual(before);
	});
});

/** The dev provider, whose check does not tell which key it was shown. */
const silent: ProviderDriver = {
	...providers.dev,
	promises: { ...providers.dev.promises, identity: false },
	open: (settings, admin, host): Provider => {
		const provider = providers.dev.open(settings, admin, host);
		return { ...provider, probe: async (value) => ({ ...(await provider.probe(value)), keyId: null }) };
	},
};
/** A place that shows nothing and is recognised by receipts. */
const box: TargetDriver = {
	id: 'box',
	title: 'Box',
	docs: '',
	sends: '',
	rights: '',
	fields: [{ name: 'name', label: 'Name', help: '' }],
	open: ({ name = '' }) => ({
		title: name,
		valueOrigin: null,
		adminOrigin: PROVIDER,
		check: () => Promise.resolve([]),
		update: () => Promise.resolve(`receipt of ${name}`),
		holds: (_what, receipt) => Promise.resolve(receipt === `receipt of ${name}` ? 'yes' : 'no'),
	}),
};
const others = { drivers: { providers: { ...providers, dev: silent }, targets: { ...targets, box } } };

it('where the provider does not tell which key a value is, an id that was known is not taken for a new value’s', async () => {
	const scene = await Scene.begin();
	const keyturn = await scene.open({}, others);
	const first = await scene.handMade();
	await keyturn.register(scene.registration({ ...short, keyId: first.id }));
	expect(await keyturn.register(scene.registration({ ...short, owner: 'sales' }))).toMatchObject({
		keyId: first.id,
	});

	const second = await scene.handMade();
	const state = scene.state();
	const error = await refusal(() => keyturn.register(scene.registration(short)));
	expect([error.code, error.next]).toEqual(['NOT_LISTED', expect.stringContaining('Fill in Key ID')]);
	expect(scene.state()).toEqual(state);
	expect(await keyturn.register(scene.registration({ ...short, keyId: second.id }))).toMatchObject({
		keyId: second.id,
	});
});

it('with other targets, what was noted of the earlier ones is forgotten; with the same ones it is kept', async () => {
	const to = (name: string) => ({ targets: [{ kind: 'box', settings: { name }, admin: 'dev' }] });
	const scene = await Scene.begin();
	const { id } = await scene.handMade();
	const keyturn = await scene.open({}, others);
	await keyturn.register(scene.registration({ ...short, ...to('a'), keyId: id }));
	await scene.until(keyturn, 'up to date');
	const noted = stored(scene).receipts;
	expect(noted.map(({ receipt }) => receipt)).toContain('receipt of a');

	await keyturn.register(scene.registration({ ...short, ...to('a'), owner: 'sales' }));
	expect(stored(scene).receipts).toEqual(noted);
	await keyturn.register(scene.registration({ ...short, ...to('b') }));
	expect(stored(scene).receipts).toEqual([]);
});

it('a place that still holds the leaked key which a person replaced gets another one by the next sweep', async () => {
	const scene = await Scene.begin();
	const { id } = await scene.handMade();
	const keyturn = await scene.open({}, others);
	const targets = [{ kind: 'box', settings: { name: 'a' }, admin: 'dev' }];
	await keyturn.register(scene.registration({ ...short, targets, keyId: id }));
	const leaked = { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' } as const;
	scene.provider.knobs.failNext = { status: 503, count: 50 };
	await refusal(() => keyturn.rotate(KEY, leaked));
	scene.provider.knobs.failNext = { status: 503, count: 0 };
	const second = await scene.handMade();
	const again = scene.registration({ ...short, targets, keyId: second.id });
	const outage = 'A target that still holds it fails from then on';
	expect((await keyturn.registerDryRun(again)).warnings.join(' ')).toContain(outage);
	expect((await keyturn.register(again)).sentence).toContain(outage);
	for (let sweep = 0; sweep < 3; sweep++) {
		await keyturn.rotateDue(60_000);
		scene.time.pass(400_000);
	}
	const { keyId } = await keyturn.status(KEY);
	expect([id, second.id]).not.toContain(keyId);
	expect(scene.living()).toEqual([keyId]);
	expect(stored(scene).receipts.map(({ receipt }) => receipt)).toContain('receipt of a');
});
