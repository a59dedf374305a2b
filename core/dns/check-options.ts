import type { CheckOptions } from './check-domain';
import { endpointsOf, type Resolvers } from './endpoints';

/** What somebody filled in besides the domain: lists are separated by commas, and what is absent was left open. */
export type CheckOptionsGiven = Resolvers & Readonly<Partial<Record<'selectors' | 'issuers', string>>>;

/** What a check is asked for with that. Throws ADDRESS. */
export function checkOptions({
	selectors = '',
	issuers = '',
	...resolvers
}: CheckOptionsGiven): CheckOptions {
	const companies = listOf(issuers);
	return {
		...endpointsOf(resolvers),
		mail: { selectors: listOf(selectors) },
		...(companies.length === 0 ? {} : { approved: { issuers: companies, names: null } }),
	};
}

const listOf = (text: string): string[] =>
	text
		.split(',')
		.map((each) => each.trim())
		.filter((each) => each !== '');
