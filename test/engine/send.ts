import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { HttpRequest, HttpResponse } from '../../core/ports';
import { engine } from '../../demo/n8n/engine';
import { n8nHost } from '../../nodes/shared/host';

export const MEGABYTE = 1024 * 1024;

/** Sends a request from within a node on n8n's engine, through n8n's own request helper. */
export async function send(given: Partial<HttpRequest> & { url: string }): Promise<HttpResponse> {
	let got: HttpResponse | undefined;
	let failed: unknown;
	const probe = {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Probe' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const request: HttpRequest = {
				method: 'GET',
				headers: {},
				timeoutMs: 400,
				maxBytes: MEGABYTE,
				...given,
			};
			try {
				got = await n8nHost(this).http(request);
			} catch (error) {
				failed = error;
			}
			return [[]];
		},
	} as INodeType;
	const n8n = engine({ nodes: { 'x.probe': probe }, credentialTypes: [], credentials: {} });
	const node = {
		id: 'a',
		name: 'Probe',
		type: 'x.probe',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	await n8n.run({ nodes: [node], connections: {}, settings: {} }, { startAt: 'Probe' });
	if (got === undefined) throw failed;
	return got;
}
