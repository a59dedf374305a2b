import { openValidator } from '../../../../../core/dns/dnssec/validator';
import type { Security } from '../../../../../core/dns/lookup';
import { type Step, readScenario } from '../../../../fakes/dns/rpl';
import { sharedData } from '../../../../fakes/dns/shared-data';

const files = sharedData('unbound');
const given = files === null ? describe.skip : describe;
if (files === null) process.stdout.write('skipped: ../shared/data/dns/unbound is not there\n');

/** Signatures that nobody checks any more: unbound's own tests have keys for them. */
const gone: Readonly<Record<number, string>> = { 3: 'DSA', 12: 'GOST' };

given("unbound's scenarios", () => {
	test('none differs, and enough of them run', async () => {
		const table: string[] = [];
		for (const [file, text] of files!) table.push(`${file}: ${await outcomeOf(text)}`);
		process.stdout.write(`${table.join('\n')}\n`);
		const count = (outcome: string) => table.filter((line) => line.includes(`: ${outcome}`)).length;
		expect(table.filter((line) => line.includes(': differs'))).toEqual([]);
		expect(count('agrees') + count('not run')).toBe(23);
		expect(count('agrees')).toBeGreaterThanOrEqual(15);
	});
});

async function outcomeOf(text: string): Promise<string> {
	const scenario = readScenario(text);
	const hindrance = [...scenario.algorithms].flatMap((algorithm) => gone[algorithm] ?? [])[0];
	if (hindrance !== undefined) return `not run: it is signed with ${hindrance}`;
	if (scenario.steps.length === 0) return 'not run: it asks nothing';
	const seen: string[] = [];
	for (const step of scenario.steps) {
		const { look } = openValidator(scenario.resolver(step.step), scenario);
		const { verdict } = await look(step.question.name, step.question.type);
		const reason = verdict.link === null ? '' : ` (${verdict.link.reason})`;
		if (!agrees(verdict.security, step))
			return `differs: step ${step.step} expects ${step.expected.reply.join(' ')}, and is ${verdict.security}${reason}`;
		seen.push(`${verdict.security}${reason}`);
	}
	return `agrees: ${seen.join(', ')}`;
}

/** A refusal by unbound is `bogus`, or `indeterminate` where the servers give no answer. */
function agrees(security: Security, { expected }: Step): boolean {
	if (expected.reply.includes('SERVFAIL')) return security === 'bogus' || security === 'indeterminate';
	return security === (expected.reply.includes('AD') ? 'secure' : 'insecure');
}
