import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { warpClock } from './warp';
import { registerParameters, rotateParameters, runNode } from './workflows';
import { startWorld } from './world';

/** What the tests read of a result. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- results are looked into member by member
export type Row = Readonly<Record<string, any>>;

/** A world in which a first key was issued, so that the log has something to tell. */
export async function startAuditStage() {
	const warp = warpClock();
	const world = await startWorld({ now: warp.now });
	await world.allowKey('first.dev');
	await runNode(world, registerParameters(world, 'first.dev'));
	for (let underWay = true; underWay;) {
		const [done] = (await runNode(world, rotateParameters('first.dev', { simplify: false }))).json;
		underWay = done?.['underWay'] === true;
		if (underWay) warp.to(String(done?.['continueAt']));
	}

	/** Runs the node over these items. */
	async function runItems(parameters: INodeParameters, items?: INodeExecutionData[]) {
		const given = items === undefined ? {} : { items };
		const done = await runNode(world, { simplify: false, ...parameters }, { type: 'auditExport', ...given });
		return { ...done, rows: done.json as readonly Row[] };
	}

	return {
		world,
		warp,
		runItems,
		run: (parameters: INodeParameters, items?: readonly object[]) =>
			runItems(parameters, items?.map((json) => ({ json })) as INodeExecutionData[] | undefined),
		async close() {
			warp.restore();
			await world.close();
		},
	};
}

export type AuditStage = Awaited<ReturnType<typeof startAuditStage>>;

/** The file that came with an item. */
export const fileOf = (item: INodeExecutionData | undefined): Buffer =>
	Buffer.from(item?.binary?.['export']?.data ?? '', 'base64');
