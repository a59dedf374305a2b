import { KeyturnError } from '../../../core/errors';
import { entriesIn } from '../../../demo/audit/segments';
import { ADMIN_KEY, KEY, PROVIDER, Scene } from '../../fakes/scene';

/** What the provider says of a key that it has just made. */
interface Answer {
	id: string;
	name: string;
	scopes: string[];
	createdAt: string;
	expiresAt: string | null;
	value: string;
}

const DAY_MS = 86_400_000;
const later = (answer: Answer, days: number) =>
	new Date(Date.parse(answer.createdAt) + days * DAY_MS).toISOString();

const faults: ReadonlyArray<
	[what: string, answer: (made: Answer, old: Answer) => Partial<Answer>, why: string]
> = [
	['may do more', () => ({ scopes: ['work', 'admin'] }), 'may do more'],
	['may do all', () => ({ scopes: ['*'] }), 'may do more'],
	['lives longer', (made) => ({ expiresAt: later(made, 31) }), 'lives longer'],
	['lives for ever', () => ({ expiresAt: null }), 'lives longer'],
	['has the value of the old one', (_, old) => ({ value: old.value }), 'the new value is the old one'],
	['has the admin credential as its value', () => ({ value: ADMIN_KEY }), 'the admin credential'],
	['has a value with a line break', (made) => ({ value: `${made.value}\nx` }), 'cannot be used'],
];

/** A key that Keyturn made itself, for 30 days and one scope, and the answer to the next one. */
async function withFirstKey() {
	const scene = await Scene.begin();
	const keyturn = await scene.open();
	const providerSettings = { address: PROVIDER, scopes: 'work', expiresInDays: '30' };
	await keyturn.register(scene.registration({ providerSettings }));
	const made: Answer[] = [];
	let change: (made: Answer, old: Answer) => Partial<Answer> = () => ({});
	scene.host.between = (request, service, origin) => {
		const answer = service(request);
		if (origin !== PROVIDER || request.method !== 'POST' || request.path !== '/v1/keys') return answer;
		const key = JSON.parse(answer.body) as Answer;
		made.push(key);
		return { ...answer, body: JSON.stringify({ ...key, ...change(key, made[0]!) }) };
	};
	await scene.until(keyturn, 'up to date');
	const entries = () => {
		const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
		return Object.entries(secrets)
			.filter(([path]) => path.startsWith(`/${scene.corner.prefix}/audit/`))
			.flatMap(([, { versions }]) =>
				entriesIn<{ kind: string; facts: object }>(String(versions['1']?.data?.['entries'])),
			);
	};
	return {
		scene,
		keyturn,
		made,
		entries,
		answerWith: (next: typeof change) => {
			change = next;
		},
	};
}

describe('a new key is not put to use', () => {
	it.each(faults)(
		'when it %s: it dies again, the old one stays, and the log says why',
		async (_, answer, why) => {
			const { scene, keyturn, made, entries, answerWith } = await withFirstKey();
			answerWith(answer);
			const refusal = await keyturn.rotate(KEY).then(
				() => null,
				(error: unknown) => error,
			);
			expect(refusal).toBeInstanceOf(KeyturnError);
			expect((refusal as KeyturnError).message).toContain(why);
			const back = await scene.until(keyturn, 'rolled back');
			const [old, refused] = made;
			expect(back).toMatchObject({ keyId: old!.id, notProvedDead: 0 });
			expect(back.sentence).toContain(why);
			expect(scene.living()).toEqual([old!.id]);
			const noted = entries().find(({ kind }) => kind === 'key refused');
			expect(noted?.facts).toMatchObject({ keyId: refused!.id });
			expect(JSON.stringify(noted)).toContain(why);
		},
	);

	it('unless it is as narrow as the old one, to the second that its making takes', async () => {
		const { scene, keyturn, made, answerWith } = await withFirstKey();
		answerWith((each) => ({ expiresAt: new Date(Date.parse(each.expiresAt!) + 30_000).toISOString() }));
		await keyturn.rotate(KEY);
		expect(await scene.until(keyturn, 'up to date')).toMatchObject({ keyId: made[1]!.id });
	});
});
