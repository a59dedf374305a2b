import { refuseSecret } from '../../../core/secret-shapes';
import type { Export, ExportNode } from '../../../scripts/zapier/recipe-export';
import { OWN_APP } from '../../../scripts/zapier/recipes';

interface Step {
	readonly display: { readonly label: string; readonly hidden?: boolean };
	readonly operation: {
		readonly inputFields?: ReadonlyArray<{ readonly key: string; readonly required?: boolean }>;
		readonly outputFields?: ReadonlyArray<{ readonly key: string }>;
		readonly sample?: Readonly<Record<string, unknown>>;
	};
}

export interface Definition {
	readonly triggers: Readonly<Record<string, unknown>>;
	readonly searches: Readonly<Record<string, unknown>>;
	readonly creates: Readonly<Record<string, unknown>>;
}

const groups = { read: 'triggers', search: 'searches', write: 'creates' } as const;

/** What the action of a step is in the app, or undefined where there is none of that kind. */
export function stepOf(app: Definition, { type_of: type, action }: ExportNode): Step | undefined {
	const group = Object.hasOwn(groups, type) ? groups[type as keyof typeof groups] : undefined;
	return group === undefined ? undefined : (app[group][action] as Step | undefined);
}

const REFERENCE = /\{\{([^}]*)\}\}/g;
/** What a person chooses in the editor. */
const LEFT_OPEN: readonly string[] = ['find_key key', 'check_domain domain', 'channel_message channel'];

/** Everything in an export that does not fit the app's definition or would not work as a Zap. */
export function faultsOf(exported: Export, app: Definition): string[] {
	const seen = new Set<number>();
	return exported.zaps.flatMap(({ title, nodes }) =>
		Object.entries(nodes).flatMap(([name, node], at, all) => {
			const before = all.slice(0, at).map(([, each]) => each);
			const twice = seen.has(node.id);
			seen.add(node.id);
			return [
				...(twice ? ['its id is there twice'] : []),
				...placeFaults(name, node, before),
				...ownFaults(node, app),
				...referenceFaults(node, before, app),
			].map((fault) => `${title}, step ${String(at + 1)}: ${fault}`);
		}),
	);
}

function placeFaults(name: string, node: ExportNode, before: readonly ExportNode[]): string[] {
	const root = before[0]?.id ?? null;
	const previous = before.at(-1)?.id ?? null;
	return [
		...(name === String(node.id) ? [] : ['it stands under another id']),
		...(node.parent_id === previous ? [] : ['it does not follow the step before it']),
		...(node.root_id === root ? [] : ['it does not name the trigger']),
		...((node.type_of === 'read') === (before.length === 0)
			? []
			: ['a trigger stands first and nowhere else']),
		...(node.paused === before.length > 0 ? [] : ['it is not paused as Zapier has it']),
		...((node.authentication_id as unknown) === null ? [] : ['it holds somebody’s connection']),
		...(/^(KEYTURN_APP|FilterAPI|\w+CLIAPI@[\w.]+)$/.test(node.selected_api)
			? []
			: ['its app has no version']),
	];
}

function ownFaults(node: ExportNode, app: Definition): string[] {
	if (node.selected_api !== OWN_APP) return [];
	const step = stepOf(app, node);
	if (step === undefined) return [`the app has no ${node.type_of} ${node.action}`];
	const fields = step.operation.inputFields ?? [];
	const given = Object.keys(node.params);
	return [
		...(step.display.hidden === true ? ['it is hidden in the editor'] : []),
		...given
			.filter((key) => !fields.some((field) => field.key === key))
			.map((key) => `it has no field ${key}`),
		...fields
			.filter(({ key, required }) => required === true && !given.includes(key))
			.filter(({ key }) => !LEFT_OPEN.includes(`${node.action} ${key}`))
			.map(({ key }) => `${key} is not filled in`),
		...(node.action === 'retire_old_key' && JSON.stringify(node.params).includes('{{')
			? ['what cannot be taken back takes its key from another step']
			: []),
	];
}

function referenceFaults(node: ExportNode, before: readonly ExportNode[], app: Definition): string[] {
	const criteria = (node.params['filter_criteria'] ?? []) as ReadonlyArray<Readonly<Record<string, unknown>>>;
	const texts = [
		...Object.values(node.params).filter((value) => typeof value === 'string'),
		...criteria.map(({ key }) => `{{${String(key)}}}`),
	];
	return [
		...(node.type_of === 'filter' && criteria.length === 0 ? ['it lets everything through'] : []),
		...criteria.filter(({ match }) => match !== 'iexact').map(() => 'its comparison is not known'),
		...texts.flatMap((text) => [
			...(looksSecret(text) ? ['it holds what looks like a secret'] : []),
			...[...text.matchAll(REFERENCE)].flatMap(([, reference = '']) => {
				const [, id = '', key = ''] = /^(\d+)__(\w+)$/.exec(reference) ?? [];
				const from = before.find((each) => String(each.id) === id);
				if (from === undefined) return [`{{${reference}}} is no earlier step`];
				const { outputFields = [], sample = {} } = stepOf(app, from)?.operation ?? {};
				return [
					...(outputFields.some((field) => field.key === key) ? [] : [`{{${reference}}} is no output`]),
					...(Object.hasOwn(sample, key) ? [] : [`{{${reference}}} is not in the sample`]),
				];
			}),
		]),
	];
}

function looksSecret(text: string): boolean {
	try {
		refuseSecret(text, 'recipe');
		return false;
	} catch {
		return true;
	}
}
