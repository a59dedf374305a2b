/** What somebody else's program answered: its shape is looked at where it is used. */
export type Answered = ReturnType<typeof JSON.parse>;

/**
 * Reads n8n's form of an execution: a JSON array in which each text inside an object or array is the index of what
 * stands there; so one object can stand in several places.
 */
export function unflatten(text: string): Answered {
	const values = JSON.parse(text) as readonly unknown[];
	const made = new Map<number, unknown>();
	const at = (index: number): unknown => {
		const value = values[index];
		if (typeof value !== 'object' || value === null) return value;
		if (made.has(index)) return made.get(index);
		const whole: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
		made.set(index, whole);
		for (const [name, each] of Object.entries(value)) {
			(whole as Record<string, unknown>)[name] = typeof each === 'string' ? at(Number(each)) : each;
		}
		return whole;
	};
	return at(0);
}
