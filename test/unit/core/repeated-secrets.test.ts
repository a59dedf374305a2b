import { KeyturnError } from '../../../core/errors';
import type { Keyturn } from '../../../core/keyturn';
import type { HttpResponse } from '../../../core/ports';
import type { PlainRequest } from '../../../demo/http/plain';
import { refusal } from '../../contract/provider-suite';
import { ADMIN_KEY, KEY, PROVIDER, Scene } from '../../fakes/scene';

const soon = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
type Key = Record<string, unknown>;
type Where = 'create' | 'list';

/** What an id may be made of: each holds the secret, whole or in part, as it is or in an encoding. */
const disguises: Readonly<Record<string, (secret: string) => string>> = {
	'as it is': (secret) => secret,
	'in part': (secret) => `key_${secret.slice(3, 15)}`,
	'as hex': (secret) => Buffer.from(secret).toString('hex'),
	'as base64': (secret) => Buffer.from(`k${secret}`).toString('base64url'),
};

/** A provider that repeats a secret, from now on, in its answers to `places`. */
function repeating(scene: Scene, places: readonly Where[], change: (key: Key, made: string) => Key): void {
	let made = '';
	const edit = (answer: HttpResponse, change: (body: Key) => Key): HttpResponse => ({
		...answer,
		body: JSON.stringify(change(JSON.parse(answer.body) as Key)),
	});
	scene.host.between = (request: PlainRequest, service, origin) => {
		const answer = service(request);
		if (origin !== PROVIDER || request.path !== '/v1/keys' || answer.status >= 300) return answer;
		if (request.method === 'POST') {
			made = String((JSON.parse(answer.body) as Key)['value']);
			scene.secrets.push(made);
			return places.includes('create') ? edit(answer, (key) => change(key, made)) : answer;
		}
		if (!places.includes('list')) return answer;
		return edit(answer, (body) => ({
			...body,
			keys: (body['keys'] as Key[]).map((key) => change(key, made)),
		}));
	};
}

/** All that leaves Keyturn or is written down by it, other than into the entries that are made for values. */
class Watched {
	readonly scene: Scene;
	readonly texts: string[] = [];

	constructor(scene: Scene) {
		this.scene = scene;
		Object.assign(scene.host, { progress: (step: object) => this.texts.push(JSON.stringify(step)) });
	}

	async run(act: () => Promise<unknown>): Promise<string> {
		try {
			const text = JSON.stringify(await act());
			this.texts.push(text);
			return text;
		} catch (error) {
			if (!(error instanceof KeyturnError)) throw error;
			this.texts.push(`${error.message} ${error.next} ${error.stack ?? ''} ${JSON.stringify(error)}`);
			return error.message;
		}
	}

	/** Runs again and again, as a nightly workflow does. */
	async nights(keyturn: Keyturn, count = 5): Promise<void> {
		for (let night = 0; night < count; night++) {
			await this.run(() => keyturn.rotate(KEY));
			this.scene.time.pass(400_000);
		}
		await this.run(() => keyturn.status(KEY));
	}

	expectClean(): void {
		const { secrets } = this.scene.vault.state.namespaces['']!.mounts['secret/']!;
		const open = Object.entries(secrets).filter(([path]) => /\/(documents|audit|due|system)\//.test(path));
		const all = `${this.texts.join('\n')}\n${JSON.stringify(open)}`;
		const values = this.scene.secrets.filter((each) => each === ADMIN_KEY || each.startsWith('dpk_'));
		for (const value of values)
			for (const [how, form] of Object.entries(disguises))
				expect([how, all.includes(form(value))]).toEqual([how, false]);
	}
}

const whose: Readonly<Record<string, (old: string, made: string) => string>> = {
	'its own value': (_old, made) => made,
	'the admin credential': () => ADMIN_KEY,
	'the old value': (old) => old,
};
const cases = Object.entries(whose).flatMap(([owner, of]) =>
	Object.entries(disguises).map(([how, disguise]) => ({ owner, how, of, disguise })),
);

async function begin() {
	const scene = await Scene.registered(soon);
	const [old] = scene.living();
	const value = scene.secrets.find((each) => each.startsWith('dpk_'))!;
	return { scene, watched: new Watched(scene), keyturn: await scene.open(), old, value };
}

describe('a provider that answers to a create with a secret', () => {
	it.each(cases)('$owner, $how, as the id: it is written nowhere, and the key dies', async (given) => {
		const { scene, watched, keyturn, old, value } = await begin();
		repeating(scene, ['create'], (key, made) => ({ ...key, id: given.disguise(given.of(value, made)) }));
		const told = await watched.run(() => keyturn.rotate(KEY));
		expect(told).toContain('the id or a scope of the new key repeats a secret');
		expect(scene.living()).toHaveLength(2);
		scene.time.pass(60_000);
		const report = await scene.until(keyturn, 'rolled back');
		expect(report).toMatchObject({ keyId: old, notProvedDead: 0 });
		expect(scene.living()).toEqual([old]);
		watched.expectClean();
	});

	it.each(cases)('$owner, $how, as a scope: it is written nowhere, and the key dies', async (given) => {
		const { scene, watched, keyturn, old, value } = await begin();
		repeating(scene, ['create'], (key, made) => ({
			...key,
			scopes: ['work', given.disguise(given.of(value, made))],
		}));
		await watched.nights(keyturn, 1);
		await scene.until(keyturn, 'rolled back');
		expect(scene.living()).toEqual([old]);
		watched.expectClean();
	});
});

describe('a provider that repeats a secret in its list', () => {
	/** Our own keys are listed under the secret as well. */
	async function listed({ of, disguise }: (typeof cases)[number]) {
		const { scene, watched, keyturn, value } = await begin();
		repeating(scene, ['create', 'list'], (key, made) =>
			String(key['name']).startsWith('kt-') ? { ...key, id: disguise(of(value, made)) } : key,
		);
		await watched.nights(keyturn, 1);
		watched.expectClean();
		return { watched, keyturn };
	}

	it.each(cases)('$owner, $how, as the id, there and when it creates', async (given) => {
		await listed(given);
	});

	// What only an earlier run was given is known by its shape, whole.
	it.each(cases.filter(({ owner, how }) => owner === 'the admin credential' || how === 'as it is'))(
		'$owner, $how, as the id, on later nights as well, and a person is told what to do',
		async (given) => {
			const { watched, keyturn } = await listed(given);
			expect((await refusal(() => keyturn.rotate(KEY))).next).toContain('rename or remove the one whose ID');
			await watched.nights(keyturn, 3);
			watched.expectClean();
		},
	);

	it.each(cases)('$owner, $how, as a scope', async (given) => {
		const { scene, watched, keyturn, value } = await begin();
		repeating(scene, ['list'], (key, made) => {
			const scope = given.disguise(given.of(value, made === '' ? value : made));
			return { ...key, scopes: ['work', scope] };
		});
		const before = scene.state();
		await watched.run(() => keyturn.rotate(KEY));
		expect(scene.state()).toEqual(before);
		await watched.nights(keyturn);
		watched.expectClean();
	});

	it.each(['name', 'id', 'scopes'])('as %s, at registration', async (field) => {
		const scene = await Scene.begin();
		const { value } = await scene.handMade();
		const watched = new Watched(scene);
		const text = { name: `${ADMIN_KEY} ${value}`, id: value, scopes: [value, ADMIN_KEY] }[field];
		repeating(scene, ['list'], (key) => ({ ...key, [field]: text }));
		const keyturn = await scene.open();
		const before = scene.state();
		await watched.run(() => keyturn.registerDryRun(scene.registration({ ...soon, keyId: 'key_1' })));
		await watched.run(() => keyturn.register(scene.registration(soon)));
		// A name only shows people which key it is: the key is taken into care, and the name left out.
		if (field === 'name') await watched.nights(keyturn);
		else expect(scene.state()).toEqual(before);
		watched.expectClean();
	});

	it('the search above finds a value that is written down', async () => {
		const { scene, watched, value } = await begin();
		await scene.corner.write('documents/other', { document: value });
		expect(() => {
			watched.expectClean();
		}).toThrow();
	});
});
