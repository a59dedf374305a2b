import { z } from 'zod';
import { canonicalJson } from '../../canonical-json';
import { sha256 } from '../../secret';

const text = z.string().max(5_000);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const place = z
	.object({ kind: z.string().max(40), id: text, workflowId: text, nodeId: text, nodeType: text })
	.partial()
	.required({ kind: true });
const section = z.object({
	title: text,
	location: z.array(place).max(20_000).optional(),
	settings: z.record(z.string(), z.record(z.string(), scalar)).optional(),
	nextVersions: z
		.array(z.object({ name: text }))
		.max(1_000)
		.optional(),
});
const parts = z.record(
	z.string(),
	z.object({ risk: z.string().max(40), sections: z.array(section).max(100) }),
);
/** n8n answers with an empty list when there is nothing to report. */
export const reportShape = z.union([parts, z.array(z.never()).max(0)]);

/** What a report names: for each risk, what stands under it, each with a short mark that changes with it. */
export type Found = Readonly<Record<string, Readonly<Record<string, string>>>>;

const MARK = 12;
const markOf = (value: unknown): string => sha256(canonicalJson(value)).slice(0, MARK);

/** A report as what can be compared. Names of workflows and nodes are left out: renaming one is no change of a risk. */
export function foundIn(report: z.output<typeof reportShape>): Found {
	const found: Record<string, Record<string, string>> = {};
	for (const { risk, sections } of Object.values(Array.isArray(report) ? {} : report))
		for (const { title, location = [], settings, nextVersions } of sections) {
			const under = (found[`${risk}: ${title}`] ??= {});
			for (const { kind, id, workflowId, nodeId, nodeType } of location)
				under[
					[kind, workflowId ?? id, nodeId, nodeId === undefined ? nodeType : undefined]
						.filter(Boolean)
						.join(' ')
				] = markOf(nodeType ?? '');
			// A setting's text may be anybody's: only a mark of it is kept.
			for (const [group, values] of Object.entries(settings ?? {}))
				for (const [name, value] of Object.entries(values)) under[`${group}.${name}`] = markOf(value);
			for (const { name } of nextVersions ?? []) under[`version ${name}`] = markOf(name);
		}
	return found;
}

export interface Difference {
	readonly risk: string;
	readonly what: string;
	readonly change: 'appeared' | 'gone' | 'changed';
	readonly mark: string;
}

/** What is different in the newer of two reports. */
export function differences(before: Found, after: Found): Difference[] {
	const risks = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	return risks.flatMap((risk) => {
		const [old, now] = [before[risk] ?? {}, after[risk] ?? {}];
		const things = [...new Set([...Object.keys(old), ...Object.keys(now)])];
		return things.flatMap((what): Difference[] => {
			const [was, is] = [old[what], now[what]];
			if (was === is) return [];
			const change = was === undefined ? 'appeared' : is === undefined ? 'gone' : 'changed';
			return [{ risk, what, change, mark: is ?? was ?? '' }];
		});
	});
}
