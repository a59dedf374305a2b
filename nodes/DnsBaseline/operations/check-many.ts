import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { PortfolioReport } from '../../../core/operations/check-portfolio';
import { checkOptionsField, checkOptionsOf, SIMPLE_CHECK } from '../../shared/check-options';
import type { Operation } from '../../shared/operation';

const MINUTE_MS = 60_000;
const USUAL_MINUTES = 5;
const MOST_MINUTES = 600;

const fields: readonly INodeProperties[] = [
	{
		displayName: 'Portfolio',
		name: 'portfolio',
		type: 'string',
		noDataExpression: true,
		default: 'my-domains',
		required: true,
		placeholder: 'e.g. my-domains',
		description: 'The name under which the vault keeps how far the list was looked at',
	},
	{
		displayName: 'Domains',
		name: 'domains',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		required: true,
		placeholder: 'e.g. example.com, example.org',
		description:
			'The domains, separated by commas or new lines, or an expression that gives one or a list of them. What several items name is one list.',
	},
	{
		...checkOptionsField,
		options: [
			...((checkOptionsField.options ?? []) as INodeProperties[]),
			{
				displayName: 'Time Limit (Minutes)',
				name: 'minutes',
				type: 'number',
				noDataExpression: true,
				typeOptions: { minValue: 1, maxValue: MOST_MINUTES },
				default: USUAL_MINUTES,
				description: 'How long a run may take; the next one goes on with what is left',
			},
		] satisfies Array<INodeProperties | INodePropertyOptions>,
	},
];

export const checkMany: Operation = {
	resource: 'portfolio',
	option: {
		name: 'Check Many',
		value: 'checkMany',
		action: 'Check many domains',
		description:
			'Check those of a list that waited longest, as many as time and the limits of who is asked allow',
	},
	fields,
	simple: [...SIMPLE_CHECK, 'lightBefore', 'changed', 'portfolio'],
	jobOf: (ask) => {
		const { minutes = USUAL_MINUTES } = ask<{ readonly minutes?: number }>('options', {});
		const options = checkOptionsOf(ask);
		const name = ask('portfolio', '').trim();
		const limited = Number.isFinite(minutes) ? Math.min(Math.max(minutes, 1), MOST_MINUTES) : USUAL_MINUTES;
		const totalMs = limited * MINUTE_MS;
		return {
			request: { name, options, totalMs },
			result: 'rows',
			part: ask<unknown>('domains', ''),
			run: async (keyturn, parts) =>
				rowsOf(await keyturn.checkPortfolio({ name, domains: parts, totalMs }, options)),
		};
	},
};

/** A row for each domain, one for each entry that is none, and at the end one that says how far the portfolio has come. */
function rowsOf({ rows, refused, summary }: PortfolioReport): readonly object[] {
	const { light, sentence, next, ...portfolio } = summary;
	return [
		...rows,
		...refused.map((each) => ({
			...NO_DOMAIN,
			light: 'red',
			domain: each.typed,
			sentence: each.sentence,
			next: each.next,
		})),
		{ ...NO_DOMAIN, light, sentence, next, portfolio },
	].map((row) => ({ portfolio: null, ...row }));
}

const NO_DOMAIN = {
	domain: null,
	counts: null,
	findings: [],
	notChecked: [],
	lightBefore: null,
	changed: false,
};
