import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { checkDomain } from '../../core/dns/check-domain';
import { parseDomain } from '../../core/dns/domain';
import { htmlReport } from '../../core/dns/report/html';
import { markdownReport } from '../../core/dns/report/markdown';
import type { DomainReport } from '../../core/dns/report/result';
import { answerItems } from '../shared/answer-items';
import { checkOptionsOf, SIMPLE_CHECK } from '../shared/check-options';
import { n8nHost } from '../shared/host';
import { properties } from './description';

/** Checks each item's domain; the same domain is looked at once. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const report = this.getNode().parameters['report'] as keyof typeof reports;
	const host = n8nHost(this);
	return await answerItems(this, {
		properties,
		jobOf: (ask) => {
			const given = ask<unknown>('domain');
			const domain = parseDomain(typeof given === 'string' ? given : '');
			const options = checkOptionsOf(ask);
			return {
				request: { domain, options },
				result: 'one each',
				run: async () => [await checkDomain(domain, host, options)],
			};
		},
		answer: async (result, simplify) => {
			const found = result as DomainReport;
			const added = (await reports[report]?.(found, this)) ?? {};
			return { ...added, json: { ...plain(found, simplify), ...added.json } };
		},
	});
}

function plain(report: DomainReport, simplify: boolean): IDataObject {
	const data = JSON.parse(JSON.stringify(report)) as IDataObject;
	if (!simplify) return data;
	return Object.fromEntries(SIMPLE_CHECK.map((name) => [name, data[name]]));
}

type Added = Partial<Pick<INodeExecutionData, 'json' | 'binary'>>;

const reports: Readonly<
	Record<string, (report: DomainReport, context: IExecuteFunctions) => Added | Promise<Added>>
> = {
	markdown: (report) => ({ json: { markdown: markdownReport(report) } }),
	html: async (report, { helpers }) => ({
		binary: {
			report: await helpers.prepareBinaryData(
				Buffer.from(htmlReport(report), 'utf8'),
				`${report.domain}.html`,
				'text/html',
			),
		},
	}),
};
