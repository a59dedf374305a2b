import type { INodeProperties } from 'n8n-workflow';
import type { CheckOptions } from '../../core/dns/check-domain';
import { checkOptions, type CheckOptionsGiven } from '../../core/dns/check-options';
import type { DomainReport } from '../../core/dns/report/result';
import type { Ask } from './answer-items';
import { textsIn } from './given';
import { firstResolver, secondResolver } from './resolvers';

/** What a check of a domain may be told besides its name. */
export const checkOptionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Certificate Companies',
			name: 'issuers',
			type: 'string',
			default: '',
			placeholder: 'e.g. letsencrypt.org, pki.goog',
			description:
				'The companies that may issue certificates for this domain, as CAA records name them, separated by commas',
		},
		firstResolver,
		{
			displayName: 'Mail Selectors',
			name: 'selectors',
			type: 'string',
			default: '',
			placeholder: 'e.g. s1, mail2026',
			description:
				'The DKIM selectors that mail is signed with, separated by commas; nobody can list them from outside',
		},
		secondResolver,
	],
};

/** What of a check most workflows go on with. */
export const SIMPLE_CHECK: ReadonlyArray<keyof DomainReport> = [
	'domain',
	'light',
	'sentence',
	'next',
	'counts',
	'findings',
	'notChecked',
];

/** What one item says of them. Where an expression gives nothing, the option was not given. */
export function checkOptionsOf(ask: Ask): CheckOptions {
	const given = ask<CheckOptionsGiven>('options', {});
	return checkOptions({
		...given,
		selectors: textsIn(given.selectors ?? '', 'Mail Selectors').join(),
		issuers: textsIn(given.issuers ?? '', 'Certificate Companies').join(),
	});
}
