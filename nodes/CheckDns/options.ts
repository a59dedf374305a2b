import type { CheckOptions } from '../../core/dns/check-domain';
import { endpointsOf, type Resolvers } from '../shared/resolvers';

/** What stands under Options, as n8n gives it. */
export type Options = Resolvers & Readonly<Partial<Record<'selectors' | 'issuers', string>>>;

export function checkOptions({ selectors = '', issuers = '', ...resolvers }: Options): CheckOptions {
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
