import type { Export, ExportNode } from '../../../scripts/zapier/recipe-export';
import { OWN_APP } from '../../../scripts/zapier/recipes';
import type { Stage } from '../stage';

type Row = Readonly<Record<string, unknown>>;
type Zap = Export['zaps'][number];

const groups = { read: 'triggers', search: 'searches', write: 'creates' } as const;

/** What one run of a Zap came to. */
export interface ZapRun {
	/** The actions that were reached. */
	readonly reached: readonly string[];
	/** What the steps of other apps were given, with every reference filled in. */
	readonly sent: readonly Row[];
	readonly error: Error | undefined;
}

/** An exported Zap on the app, as Zapier runs one: step by step, each with what the steps before it gave. */
export class RunningZap {
	readonly #stage: Pick<Stage, 'run'>;
	readonly #nodes: readonly ExportNode[];
	/** What the person chose in the editor, by action. */
	readonly #chosen: Readonly<Record<string, Row>>;
	readonly #seen = new Set<string>();

	constructor(stage: Pick<Stage, 'run'>, { nodes }: Zap, chosen: Readonly<Record<string, Row>> = {}) {
		this.#stage = stage;
		this.#nodes = Object.values(nodes);
		this.#chosen = chosen;
	}

	/** By a schedule: the trigger gives nothing that the app knows of. */
	async onTime(): Promise<ZapRun> {
		return await this.#from({});
	}

	/** Asks the trigger, as Zapier does when the Zap is published: what is there already starts nothing. */
	async publish(): Promise<void> {
		await this.#asked();
	}

	/** Asks the trigger again, and runs for everything whose id was not there before. */
	async poll(): Promise<readonly ZapRun[]> {
		const runs: ZapRun[] = [];
		for (const item of await this.#asked()) runs.push(await this.#from(item));
		return runs;
	}

	async #asked(): Promise<readonly Row[]> {
		const { results, error } = await this.#stage.run(this.#method(this.#nodes[0]!), {});
		if (error !== undefined) return [];
		const rows = (results as readonly Row[]).filter(({ id }) => !this.#seen.has(String(id)));
		for (const { id } of rows) this.#seen.add(String(id));
		return rows;
	}

	async #from(trigger: Row): Promise<ZapRun> {
		const [first, ...rest] = this.#nodes;
		const given = new Map<number, Row>([[first!.id, trigger]]);
		const reached: string[] = [];
		const sent: Row[] = [];
		for (const node of rest) {
			if (node.type_of === 'filter') {
				if (!passes(node, given)) break;
				continue;
			}
			const params = { ...filled(node.params, given), ...this.#chosen[node.action] };
			reached.push(node.action);
			if (node.selected_api !== OWN_APP) {
				sent.push(params);
				continue;
			}
			const { results, error } = await this.#stage.run(this.#method(node), params, {
				typed: { ...node.params, ...this.#chosen[node.action] },
			});
			if (error !== undefined) return { reached, sent, error };
			const row = node.type_of === 'search' ? (results as readonly Row[])[0] : (results as Row);
			// A search that finds nothing ends the run.
			if (row === undefined) break;
			given.set(node.id, row);
		}
		return { reached, sent, error: undefined };
	}

	#method({ type_of: type, action }: ExportNode): string {
		return `${groups[type as keyof typeof groups]}.${action}.operation.perform`;
	}
}

type Given = ReadonlyMap<number, Row>;

/** The value behind `2__status`; nothing is shown as an empty text. */
function valueOf(reference: string, given: Given): string {
	const [id = '', key = ''] = reference.split('__');
	const value = given.get(Number(id))?.[key] ?? '';
	return typeof value === 'string' ? value : JSON.stringify(value);
}

const filled = (params: Row, given: Given): Row =>
	Object.fromEntries(
		Object.entries(params).map(([key, value]) => [
			key,
			String(value).replace(/\{\{(\w+)\}\}/g, (_all, reference: string) => valueOf(reference, given)),
		]),
	);

interface Criterion {
	readonly key: string;
	readonly value: string;
	readonly group: number;
}

/** All conditions of one group at least hold. */
function passes({ params }: ExportNode, given: Given): boolean {
	const criteria = params['filter_criteria'] as readonly Criterion[];
	return [...new Set(criteria.map(({ group }) => group))].some((group) =>
		criteria
			.filter((each) => each.group === group)
			.every(({ key, value }) => valueOf(key, given).toLowerCase() === value.toLowerCase()),
	);
}
