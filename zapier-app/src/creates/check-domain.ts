import type { Bundle, Create } from 'zapier-platform-core';
import { checkDomain as check } from '../../../core/dns/check-domain';
import { checkOptions, type CheckOptionsGiven } from '../../../core/dns/check-options';
import { parseDomain } from '../../../core/dns/domain';
import { fixed, fixedNote, given } from '../inputs';
import { domainOutput, domainRow } from '../outputs/domain';
import type { Performing } from '../perform';

const output = domainOutput(
	'id',
	'domain',
	'light',
	'sentence',
	'next',
	'critical',
	'high',
	'medium',
	'low',
	'info',
	'findings',
	'notChecked',
	'checkedAt',
	'markdown',
	'html',
);

const domain = {
	key: 'domain',
	label: 'Domain',
	type: 'string',
	required: true,
	placeholder: 'e.g. example.com',
	helpText: 'The domain alone, without `https://` in front of it. It may come from an earlier step.',
} as const;

const selectors = {
	key: 'mail_selectors',
	label: 'Mail Selectors',
	type: 'string',
	placeholder: 'e.g. s1, mail2026',
	helpText:
		'The DKIM selectors that mail is signed with, separated by commas; nobody can list them from outside.',
} as const;

const issuers = {
	key: 'certificate_companies',
	label: 'Certificate Companies',
	type: 'string',
	placeholder: 'e.g. letsencrypt.org, pki.goog',
	helpText:
		'The companies that may issue certificates for this domain, as CAA records name them, separated by commas.',
} as const;

const firstResolver = {
	key: 'first_resolver',
	label: 'First Resolver',
	type: 'string',
	placeholder: 'https://cloudflare-dns.com/dns-query',
	helpText: `Who is asked everything: DNS over HTTPS (RFC 8484) that accepts HTTP/1.1. Cloudflare when empty. ${fixedNote}`,
} as const;

const secondResolver = {
	key: 'second_resolver',
	label: 'Second Resolver',
	type: 'string',
	placeholder: 'https://dns.google/dns-query',
	helpText: `Who is asked again about what matters most, so that one resolver alone cannot lie unnoticed. Google when empty. ${fixedNote}`,
} as const;

/** Looks at a domain from outside. It needs nothing of the vault, and what a step before gave cannot choose who is asked. */
export const checkDomain = (perform: Performing) =>
	({
		key: 'check_domain',
		noun: 'Domain',
		display: {
			label: 'Check Domain',
			description:
				'Checks a domain from outside: signatures, name servers, mail, certificates and registrar. Changes nothing.',
		},
		operation: {
			inputFields: [domain, selectors, issuers, firstResolver, secondResolver],
			// Nothing is written, so a test in the editor is a check like any other.
			perform: perform(async ({ looking }, bundle) => {
				const name = parseDomain(given(bundle, domain, 'id'));
				return output.of(domainRow(await check(name, looking, checkOptions(optionsOf(bundle)))));
			}),
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Create;

/** What was filled in; an empty field is one that was left open. */
function optionsOf(bundle: Bundle): CheckOptionsGiven {
	const told: Required<CheckOptionsGiven> = {
		firstResolver: fixed(bundle, firstResolver, 'id'),
		secondResolver: fixed(bundle, secondResolver, 'id'),
		selectors: given(bundle, selectors, 'id'),
		issuers: given(bundle, issuers, 'id'),
	};
	return Object.fromEntries(Object.entries(told).filter(([, text]) => text !== ''));
}
