import app from '../../zapier-app/src/index';
import { apps, OWN_APP, type AppStep, type Recipe, type Step, type Zap } from './recipes';

interface Defined {
	readonly display: { readonly label: string };
	readonly operation: {
		readonly inputFields?: readonly { readonly key: string; readonly label: string }[];
		readonly outputFields?: readonly { readonly key: string; readonly label?: string }[];
	};
}

const groups = { read: app.triggers, search: app.searches, write: app.creates } as const;

/** What the app defines under that name, or undefined. */
export const defined = (type: AppStep['type'], action: string): Defined | undefined =>
	(groups[type] as unknown as Readonly<Record<string, Defined>>)[action];

/**
 * A link that opens Zapier's editor with the steps in place. References to earlier steps do not go into one. It ends before
 * a filter: what comes after must not run without it, and nobody should have to remember to put it in between.
 */
export function linkOf({ steps }: Zap): string {
	const filter = filterAt(steps);
	const parts = steps
		.filter((step, at): step is AppStep => step.app !== 'filter' && at < filter)
		.flatMap((step, at) => [
			[`steps[${String(at)}][app]`, linkApp(step)],
			[`steps[${String(at)}][action]`, step.action],
			...Object.entries(step.params)
				.filter(([, value]) => !/[<{]/.test(value))
				.map(([key, value]) => [`steps[${String(at)}][params][${key}]`, value]),
		]);
	const query = parts.map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`).join('&');
	return `https://zapier.com/webintent/create-zap?${query}`;
}

/** The place of the first filter, or the end. */
const filterAt = (steps: readonly Step[]) =>
	steps.some(({ app: name }) => name === 'filter')
		? steps.findIndex(({ app: name }) => name === 'filter')
		: steps.length;

const linkApp = ({ app: name }: AppStep) =>
	name === 'keyturn' ? OWN_APP : apps[name].api.replace(/@.*/, '@latest');

/** The recipe as a page to follow. */
export function recipePage(recipe: Recipe): string {
	const { id, title, text, zaps, notes } = recipe;
	return [
		`# ${title}`,
		text,
		`You need Keyturn in your own Zapier account, and the connection to your vault: [zapier-app/README.md](../../zapier-app/README.md). The links below hold \`${OWN_APP}\` where your app’s number belongs; \`npm run zapier:recipes\` makes this page with your own.`,
		...zaps.flatMap((zap, at) => zapPart(zap, at + 1)),
		'## Good to know',
		notes.map((note) => `- ${note}`).join('\n'),
		`## As an export\n\n[\`${id}.unofficial.json\`](${id}.unofficial.json) holds the same Zaps in the form in which Zapier exports them (version 2). That form is not documented and was not tried on Zapier; importing is said to need a Team or Enterprise account. The steps above need neither.`,
		'',
	].join('\n\n');
}

function zapPart(zap: Zap, number: number): string[] {
	const last = filterAt(zap.steps);
	const rest = last < zap.steps.length ? ` Then add the steps from ${String(last + 1)} on by hand.` : '';
	const link = `[Open it with its ${last < zap.steps.length ? 'first ' : ''}steps in place](${linkOf(zap)})`;
	return [
		`## Zap ${String(number)}: ${zap.title}`,
		`${zap.why} ${link}.${rest}`,
		zap.steps.map((step, at) => `${String(at + 1)}. ${stepPart(step, zap)}`).join('\n\n'),
	];
}

function stepPart(step: Step, zap: Zap): string {
	if (step.app === 'filter') {
		const rows = step.any.map(
			({ value, is }) => `     - ${said(value, zap)}: *(Text) Exactly matches* \`${is}\``,
		);
		return `**Filter by Zapier**: ${step.why}\n   - *Only continue if…*, with **Or** between the rows:\n${rows.join('\n')}`;
	}
	const rows = Object.entries(step.params).map(
		([key, value]) =>
			`   - ${fieldLabel(step, key)}: ${value.startsWith('<') ? value.slice(1, -1) : said(value, zap)}`,
	);
	return [
		`**${apps[step.app].title}: ${actionLabel(step)}** (${kinds[step.type]}): ${step.why}`,
		...rows,
	].join('\n');
}

const kinds = { read: 'trigger', search: 'search', write: 'action' } as const;

function actionLabel({ app: name, type, action }: AppStep): string {
	const foreign = apps[name].actions as Readonly<Record<string, string>>;
	return foreign[action] ?? defined(type, action)?.display.label ?? action;
}

function fieldLabel({ app: name, type, action }: AppStep, key: string): string {
	const foreign = apps[name].fields as Readonly<Record<string, string>>;
	const own = defined(type, action)?.operation.inputFields?.find((field) => field.key === key);
	return foreign[key] ?? own?.label ?? key;
}

/** A text with its references in the words that Zapier shows. */
const said = (text: string, { steps }: Zap): string =>
	text.replace(/\{\{(\d+)__(\w+)\}\}/g, (_all, number: string, key: string) => {
		const step = steps[Number(number) - 1];
		const fields =
			step === undefined || step.app === 'filter'
				? []
				: (defined(step.type, step.action)?.operation.outputFields ?? []);
		return `*${number}. ${fields.find((field) => field.key === key)?.label ?? key}*`;
	});
