import { type Case, type Check, judged } from '../finding';
import { excerpt } from '../excerpt';
import type { AppliedDmarc, DmarcFacts } from '../mail/dmarc/gather';
import type { Policy } from '../mail/dmarc/record';
import { shown } from '../wire/name';

export const dmarcRecord: Check = {
	severity: 'low',
	title: 'The DMARC record does not say what it should',
	basis: 'RFC 9989, sections 4.7 and 4.8',
	remedy: 'Correct the part of the record that is named: receivers leave it out.',
	judge({ domain, mail: { dmarc } }) {
		return judged(dmarc.applied, (applied) => {
			// A record that stands at the ending itself is not the domain's to correct.
			const isOwn = applied !== null && applied.record.psd !== 'y';
			return [...severalRecords(dmarc), ...(isOwn ? [...mistakes(applied), ...gaps(applied, domain)] : [])];
		});
	},
};

const severalRecords = ({ path }: DmarcFacts): Case[] =>
	path.flatMap(({ at, records }) =>
		'seen' in records && records.seen.length > 1
			? [
					{
						evidence: `_dmarc.${shown(at)} has ${records.seen.length} records: ${records.seen.slice(0, 3).map(excerpt).join(', ')}`,
						remedy: 'Keep one DMARC record: receivers throw away two.',
					},
				]
			: [],
	);

const mistakes = ({ at, record }: AppliedDmarc): Case[] =>
	record.problems.slice(0, 8).map((problem) => ({ evidence: `_dmarc.${shown(at)}: ${problem}` }));

const STRENGTH: Readonly<Record<Policy, number>> = { none: 0, quarantine: 1, reject: 2 };

/** What the record leaves open although its policy is strict. */
function gaps({ at, record, policy }: AppliedDmarc, domain: string): Case[] {
	const cases: Case[] = [];
	const { subdomains, nonexistent, isTesting } = record;
	if (isTesting)
		cases.push({
			evidence: `_dmarc.${shown(at)} says t=y: receivers do not apply the policy yet`,
			remedy: 'When the reports show nothing unexpected, remove t=y.',
		});
	if (policy === null || at !== domain) return cases;
	if (subdomains !== null && STRENGTH[subdomains] < STRENGTH[policy])
		cases.push({
			evidence: `sp=${subdomains} is weaker than p=${policy}: names under the domain can be forged`,
			remedy: 'Remove sp=, so that subdomains are treated as the domain itself.',
		});
	if (
		nonexistent !== null &&
		STRENGTH[nonexistent] < Math.min(STRENGTH[policy], STRENGTH[subdomains ?? policy])
	)
		cases.push({
			evidence: `np=${nonexistent} is weaker than the rest: names that do not even exist can be forged`,
			remedy: 'Set np=reject: nobody sends from a name that does not exist.',
		});
	return cases;
}
