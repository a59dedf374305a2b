import { HOLDS_DAYS, questionIds, questions } from '../../../../../core/dns/questions/questions';
import { refusal } from '../../../../contract/provider-suite';
import { DOMAIN, WatchedDomain } from '../../../../fakes/dns/watched-domain';

const YES = { domain: DOMAIN, question: 'secondFactor', answer: 'yes', by: ' Ada Lovelace ' } as const;

let domain: WatchedDomain;
beforeEach(async () => {
	domain = await WatchedDomain.begin();
});

const list = async () => await domain.keyturn.listQuestions();
const first = async () => (await list()).find(({ question }) => question === 'secondFactor');

test('each is a question to be answered yes', () => {
	for (const text of Object.values(questions)) expect(text).toMatch(/^(Does|Has) .+\?$/);
});

test('nothing is asked of domains that nobody watches, backs up or answers for', async () => {
	expect(await list()).toEqual([]);
	await domain.compare();
	const found = await list();
	expect(found.map(({ question }) => question).sort()).toEqual([...questionIds].sort());
	expect(found.every(({ due, light, answer }) => due && light === 'yellow' && answer === null)).toBe(true);
});

test('an answer counts for a while, has a date and a person, and stands in the audit log once', async () => {
	const report = await domain.keyturn.answerQuestion(YES);
	expect(report).toMatchObject({
		domain: 'example.com',
		light: 'green',
		due: false,
		answer: 'yes',
		by: 'Ada Lovelace',
	});
	expect(report.answeredAt).toMatch(/^\d{4}-\d\d-\d\dT/);
	expect((await list()).map(({ due }) => due)).toEqual([true, true, false]);
	domain.passDays(HOLDS_DAYS - 1);
	expect(await first()).toMatchObject({ light: 'green', due: false });
	domain.passDays(2);
	expect(await first()).toMatchObject({ light: 'yellow', due: true, answer: 'yes' });
	expect(domain.audit().map(({ kind, key, facts }) => [kind, key, facts['answer'], facts['by']])).toEqual([
		['zone question answered', 'example.com', 'yes', 'Ada Lovelace'],
	]);
});

test('a no is red from the first day, until it is a yes', async () => {
	await domain.keyturn.answerQuestion({ ...YES, answer: 'no' });
	expect(await first()).toMatchObject({ light: 'red', due: true, answer: 'no' });
	await domain.keyturn.answerQuestion(YES);
	expect(await first()).toMatchObject({ light: 'green', due: false });
	expect(domain.kinds()).toHaveLength(2);
});

test.each([
	[{ ...YES, question: 'constructor' }, 'there is no such question'],
	[{ ...YES, by: '  ' }, 'needs the name of the person'],
	[{ ...YES, by: 'x'.repeat(201) }, 'needs the name of the person'],
])('what is no answer is refused, and nothing is kept: %j', async (given, words) => {
	const { code, message } = await refusal(() => domain.keyturn.answerQuestion(given));
	expect([code, message]).toEqual(['BAD_INPUT', expect.stringContaining(words)]);
	expect(domain.stored('zones')).toEqual({});
});

test('an answer that something else changed is told, and hides behind no other', async () => {
	await domain.keyturn.answerQuestion({ ...YES, answer: 'no' });
	const { secrets } = domain.scene.vault.state.namespaces['']!.mounts['secret/']!;
	const [, entry] = Object.entries(secrets).find(([path]) => path.endsWith('/answers'))!;
	const data = entry.versions[entry.currentVersion]!.data as { document: string };
	data.document = data.document.replace('no', 'yes');
	expect((await refusal(list)).code).toBe('FORGED');
});

test('two answers at once are both kept', async () => {
	const other = await domain.another();
	await Promise.all([
		domain.keyturn.answerQuestion(YES),
		other.answerQuestion({ ...YES, question: 'accountOwner', by: 'Grace Hopper' }),
	]);
	expect(
		(await list())
			.filter(({ due }) => !due)
			.map(({ by }) => by)
			.sort(),
	).toEqual(['Ada Lovelace', 'Grace Hopper']);
	expect(domain.kinds()).toHaveLength(2);
});
