import type { z } from 'zod';
import { KeyturnError } from '../../errors';
import { parsedJson } from '../../parsed-json';

/** What a source's cursor holds, or BAD_INPUT when somebody changed it or it is of another source. */
export function readCursor<Schema extends z.ZodTypeAny>(
	cursor: string,
	schema: Schema,
	title: string,
): z.output<Schema> {
	const parsed = schema.safeParse(parsedJson(cursor));
	if (parsed.success) return parsed.data as z.output<Schema>;
	throw new KeyturnError('BAD_INPUT', title, 'the kept place to read on from cannot be read', {
		next: 'Start the source anew: it reads what it still keeps, and tells what is missing.',
	});
}
