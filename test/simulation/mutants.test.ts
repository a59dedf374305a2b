import { aboutOf, huntAll, lineOf, mutants, type Verdict } from './mutants/run';

/** Directed schedules come first and catch nearly all; so many random seeds are tried for the rest. */
const SEEDS = 1_000;
const verdicts = new Map<string, Verdict>();

beforeAll(async () => {
	for (const verdict of await huntAll(mutants(), SEEDS)) verdicts.set(verdict.name, verdict);
}, 1_800_000);

it('there are planted bugs', () => {
	expect(mutants().length).toBeGreaterThanOrEqual(29);
});

it.each(mutants().map((name) => [name, aboutOf(name)]))('%s: %s', (name) => {
	const verdict = verdicts.get(name);
	expect(verdict === undefined ? 'never tried' : lineOf(verdict)).toContain(' caught by ');
});
