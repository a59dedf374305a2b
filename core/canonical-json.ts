/**
 * Plain data as JSON with the members of every object in order, so that equal data are equal texts. Numbers must be
 * whole; then it is what RFC 8785, section 3.2 asks for.
 */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const members = Object.entries(value)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`);
	return `{${members.join(',')}}`;
}
