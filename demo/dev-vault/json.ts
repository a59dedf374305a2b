import { isJsonObject } from '../http/plain';
import type { JsonObject } from '../http/plain';

/** RFC 7396: null removes, objects merge, anything else replaces; neither argument is changed. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
	const merged = new Map(Object.entries(target));
	for (const [name, value] of Object.entries(patch)) {
		if (value === null) {
			merged.delete(name);
			continue;
		}
		const before = merged.get(name);
		merged.set(name, isJsonObject(value) ? mergePatch(isJsonObject(before) ? before : {}, value) : value);
	}
	return Object.fromEntries(merged);
}

/** The same tree with null in place of each leaf, and of each branch below the depth; depth 0 has no limit. */
export function withoutValues(data: JsonObject, depth: number, level = 1): JsonObject {
	return Object.fromEntries(
		Object.entries(data).map(([name, value]) => {
			const deeper = isJsonObject(value) && Object.keys(value).length > 0 && (depth === 0 || level < depth);
			return [name, deeper ? withoutValues(value, depth, level + 1) : null];
		}),
	);
}
