import { type Check } from '../finding';
import { readSoa } from '../wire/records';
import { ofRecords } from './of-records';

const HOUR_S = 3_600;
const DAY_S = 86_400;
type Soa = ReturnType<typeof readSoa>;

/** Values beyond what the RFCs advise by so much that they were hardly meant. */
const ODD: ReadonlyArray<readonly [(soa: Soa) => boolean, (soa: Soa) => string]> = [
	[({ refresh }) => refresh < 300 || refresh > 2 * DAY_S, ({ refresh }) => `refresh ${refresh} s`],
	[({ refresh, retry }) => retry >= refresh, ({ retry }) => `retry ${retry} s is not shorter than refresh`],
	[
		({ refresh, retry, expire }) => expire < refresh + retry || expire < 2 * DAY_S,
		({ expire }) => `expire ${expire} s: copies give up soon after the main server fails`,
	],
	[
		({ minimum }) => minimum > DAY_S,
		({ minimum }) => `a name that is missing stays missing for ${Math.round(minimum / HOUR_S)} hours`,
	],
];

export const delegationSoaTiming: Check = {
	severity: 'info',
	title: 'Timing values of the domain are unusual',
	basis: 'RFC 1912, section 2.2; RFC 2308, section 5',
	remedy: 'Ask your DNS host whether these values of the SOA record are meant.',
	judge: ({ apex: { soa } }) =>
		ofRecords(soa, readSoa, (records) => {
			const odd = records.flatMap((record) =>
				ODD.flatMap(([isOdd, told]) => (isOdd(record) ? [told(record)] : [])),
			);
			return { cases: odd.length === 0 ? [] : [{ evidence: odd.join('; ') }] };
		}),
};
