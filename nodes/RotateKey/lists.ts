import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { nodeError } from '../shared/errors';
import { keyturnOf } from '../shared/vault';

const PAGE = 100;

/** The registered keys, a page at a time. */
export async function searchKeys(
	this: ILoadOptionsFunctions,
	filter = '',
	from: IDataObject | string = '0',
): Promise<INodeListSearchResult> {
	try {
		const keyturn = await keyturnOf(this);
		const names = (await keyturn.names()).filter((name) => name.includes(filter.toLowerCase()));
		const start = Number(from) || 0;
		const results = names.slice(start, start + PAGE).map((name) => ({ name, value: name }));
		return start + PAGE < names.length ? { results, paginationToken: String(start + PAGE) } : { results };
	} catch (error) {
		throw nodeError(this.getNode(), error);
	}
}
