import type { CheckOptions } from '../../core/dns/check-domain';
import { ENDPOINTS, ownEndpoint } from '../../core/dns/endpoints';

/** What stands under Options, as n8n gives it. */
export type Options = Readonly<
	Partial<Record<'firstResolver' | 'secondResolver' | 'selectors' | 'issuers', string>>
>;

export function checkOptions({
	firstResolver,
	secondResolver,
	selectors = '',
	issuers = '',
}: Options): CheckOptions {
	const [first, second] = ENDPOINTS;
	const companies = listOf(issuers);
	return {
		endpoints: [
			firstResolver === undefined ? first : ownEndpoint('first', firstResolver, 'First Resolver'),
			secondResolver === undefined ? second : ownEndpoint('second', secondResolver, 'Second Resolver'),
		],
		mail: { selectors: listOf(selectors) },
		...(companies.length === 0 ? {} : { approved: { issuers: companies, names: null } }),
	};
}

const listOf = (text: string): string[] =>
	text
		.split(',')
		.map((each) => each.trim())
		.filter((each) => each !== '');
