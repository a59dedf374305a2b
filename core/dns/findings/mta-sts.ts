import { type Case, type Check, casesUnless, fine, judged, judgedBy, notSeenOf } from '../finding';
import { excerpt } from '../excerpt';
import type { MxFacts } from '../mail/mx/gather';
import { type MtaStsPolicy, covers } from '../mail/mta-sts/policy';
import { shown } from '../wire/name';

/** Below this a sender has forgotten the policy before it sends again. */
const SHORTEST_SECONDS = 86_400;
/** Its fields come in any order, and there may be others than the id (RFC 8461, section 3.1). */
const RECORD = /^v=STSv1[ \t]{0,9};(?:[^;]{1,200};){0,9}[ \t]{0,9}id=[A-Za-z0-9]{1,32}[ \t]{0,9}(?:;|$)/;

export const mtaSts: Check = {
	severity: 'medium',
	title: 'Mail to the domain is promised encryption, and the promise does not hold',
	basis: 'RFC 8461, section 3',
	remedy:
		'Publish the policy at https://mta-sts.<domain>/.well-known/mta-sts.txt as your mail provider describes, or remove the TXT record at _mta-sts.',
	readsClock: true,
	judge({ domain, mail: { mtaSts: facts, mx } }) {
		return judgedBy(facts.records, (records) => {
			if (records.length === 0) return fine;
			const cases = recordCases(records, shown(domain));
			const policy = judged(facts.policy, (found) => {
				if (found === null) return [];
				return 'missing' in found ? [{ evidence: found.missing }] : policyCases(found, mx);
			});
			return 'cases' in policy
				? casesUnless([...cases, ...policy.cases], notSeenOf([mx]))
				: cases.length > 0
					? { cases }
					: policy;
		});
	},
};

function recordCases(records: readonly string[], domain: string): Case[] {
	const remedy =
		'Publish one TXT record at _mta-sts: `v=STSv1; id=` and a number that grows with each change.';
	if (records.length > 1)
		return [{ evidence: `_mta-sts.${domain} has ${records.length} records, so senders use none`, remedy }];
	return records
		.filter((text) => !RECORD.test(text))
		.map((text) => ({ evidence: `_mta-sts.${domain} has no valid id: ${excerpt(text)}`, remedy }));
}

function policyCases({ mode, maxAge, mx, problems }: MtaStsPolicy, servers: MxFacts): Case[] {
	const cases: Case[] = problems.slice(0, 5).map((problem) => ({
		evidence: `the policy cannot be used: ${problem}`,
		remedy: 'Correct the policy file: senders ignore one with a mistake.',
	}));
	if (mode === 'none') return cases;
	if (mode === 'testing')
		cases.push({
			severity: 'low',
			evidence: 'the policy says mode: testing, so mail is still sent without encryption',
			remedy: 'When the reports show no failures, change it to mode: enforce.',
		});
	if (maxAge !== null && maxAge < SHORTEST_SECONDS)
		cases.push({
			severity: 'low',
			evidence: `the policy is forgotten after ${maxAge} seconds`,
			remedy: 'Set max_age to some weeks, e.g. 1209600.',
		});
	const names = 'seen' in servers ? servers.seen.map(({ exchange }) => shown(exchange)) : [];
	const uncovered = names.filter((name) => name !== '.' && !mx.some((pattern) => covers(pattern, name)));
	if (uncovered.length > 0)
		cases.push({
			severity: mode === 'enforce' ? 'high' : 'medium',
			evidence: `the policy does not list ${uncovered.slice(0, 5).join(', ')}`,
			remedy:
				'Add every mail server of the domain to the policy: senders that keep to it cannot deliver there.',
		});
	return cases;
}
