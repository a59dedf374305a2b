import type { Create } from 'zapier-platform-core';
import { checkDomain as check } from '../../../core/dns/check-domain';
import { parseDomain } from '../../../core/dns/domain';
import { ENDPOINTS } from '../../../core/dns/endpoints';
import { htmlReport } from '../../../core/dns/report/html';
import { markdownReport } from '../../../core/dns/report/markdown';
import { outputOf } from '../output';
import type { Performing } from '../perform';

const output = outputOf(
	'id',
	'domain',
	'light',
	'sentence',
	'next',
	'findings',
	'notChecked',
	'dnssec',
	'checkedAt',
	'markdown',
	'html',
);

/** Looks at a domain from outside. It changes nothing, so a test in the editor is the real thing. */
export const checkDomain = (perform: Performing) =>
	({
		key: 'check_domain',
		noun: 'Domain',
		display: {
			label: 'Check Domain',
			description:
				'Checks a domain from outside: its signatures, name servers, mail, certificates and registrar.',
		},
		operation: {
			inputFields: [
				{
					key: 'domain',
					label: 'Domain',
					type: 'string',
					required: true,
					placeholder: 'e.g. example.com',
					helpText: 'The domain alone, without https:// in front of it.',
				},
			],
			perform: perform(async ({ host }, { inputData }) => {
				const typed: unknown = inputData['domain'];
				const domain = parseDomain(typeof typed === 'string' ? typed : '');
				const report = await check(domain, host, { endpoints: ENDPOINTS });
				return output.of({
					...report,
					id: `${report.domain} ${report.checkedAt}`,
					dnssec: report.dnssec.verdict,
					markdown: markdownReport(report),
					html: htmlReport(report),
				});
			}),
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Create;
