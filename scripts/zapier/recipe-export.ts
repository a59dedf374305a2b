import { apps, type Recipe, type Step, type Zap } from './recipes';

/** A node of Zapier's export, version 2, as it was seen in other people's. */
export interface ExportNode {
	readonly id: number;
	readonly paused: boolean;
	readonly type_of: string;
	readonly params: Readonly<Record<string, unknown>>;
	readonly meta: Readonly<Record<string, unknown>>;
	readonly triple_stores: Readonly<Record<string, unknown>>;
	readonly parent_id: number | null;
	readonly root_id: number | null;
	readonly action: string;
	readonly selected_api: string;
	readonly title: string | null;
	readonly authentication_id: null;
}

export interface Export {
	readonly metadata: { readonly version: 2 };
	readonly zaps: ReadonlyArray<{
		readonly id: number;
		readonly title: string;
		readonly nodes: Readonly<Record<string, ExportNode>>;
	}>;
}

/** The recipe in the form in which Zapier exports Zaps. Ids count through all Zaps, and references with them. */
export function exportOf({ zaps }: Recipe): Export {
	const firsts = zaps.map(
		(_zap, at) => 1 + zaps.slice(0, at).reduce((sum, zap) => sum + zap.steps.length, 0),
	);
	return {
		metadata: { version: 2 },
		zaps: zaps.map((zap, at) => ({ id: at + 1, title: zap.title, nodes: nodesOf(zap, firsts[at] ?? 1) })),
	};
}

function nodesOf({ steps }: Zap, first: number): Record<string, ExportNode> {
	const nodes = steps.map((step, at): ExportNode => {
		const id = first + at;
		return {
			id,
			paused: at > 0,
			type_of: step.type,
			params: paramsOf(step, first),
			meta: { $editor: { has_automatic_issues: false } },
			triple_stores: {
				copied_from: null,
				created_by: null,
				polling_interval_override: 0,
				block_and_release_limit_override: 0,
				spread_tasks: 1,
			},
			parent_id: at === 0 ? null : id - 1,
			root_id: at === 0 ? null : first,
			action: step.app === 'filter' ? 'filter' : step.action,
			selected_api: step.app === 'filter' ? 'FilterAPI' : apps[step.app].api,
			title: null,
			authentication_id: null,
		};
	});
	return Object.fromEntries(nodes.map((node) => [String(node.id), node]));
}

/** What is left for the person is left out: Zapier asks for it. */
function paramsOf(step: Step, first: number): Record<string, unknown> {
	const renumbered = (text: string) =>
		text.replace(/\{\{(\d+)__/g, (_all, number: string) => `{{${String(Number(number) + first - 1)}__`);
	if (step.app === 'filter')
		return {
			filter_criteria: step.any.map(({ value, is }, at) => ({
				id: at + 1,
				group: at + 1,
				key: renumbered(value).slice(2, -2),
				value: is,
				match: 'iexact',
				action: 'continue',
			})),
		};
	return Object.fromEntries(
		Object.entries(step.params)
			.filter(([, value]) => !value.startsWith('<'))
			.map(([key, value]) => [key, renumbered(value)]),
	);
}
