import { own } from '../http/plain';

export type Capability = 'create' | 'read' | 'update' | 'patch' | 'delete' | 'list' | 'sudo' | 'deny';

/** What a policy allows, by path; a path may hold `+` for one segment and end in `*` for any rest. */
export type PolicyRules = Readonly<Record<string, readonly Capability[]>>;

/** What a logical request does to its path; it is also the capability it needs. */
export type Operation = 'create' | 'read' | 'update' | 'patch' | 'delete' | 'list';

/** The policy that every token has unless it was made without. */
export const DEFAULT_POLICY: PolicyRules = {
	'auth/token/lookup-self': ['read'],
	'auth/token/renew-self': ['update'],
	'auth/token/revoke-self': ['update'],
	'sys/capabilities-self': ['update'],
};

/** The rights of a set of policies in one namespace. */
export class Acl {
	readonly #root: boolean;
	readonly #rules: ReadonlyArray<readonly [string, readonly Capability[]]>;

	constructor(policies: Readonly<Record<string, PolicyRules>>, names: readonly string[]) {
		this.#root = names.includes('root');
		// Whoever may do everything needs no rules: most calls of a simulation are such.
		this.#rules = (this.#root ? [] : names).flatMap((name) => {
			const rules = own(policies, name) ?? (name === 'default' ? DEFAULT_POLICY : {});
			return Object.entries(rules);
		});
	}

	/**
	 * The capabilities of the most specific matching path, sorted; `deny` wins over all. For a list, the rule of a
	 * folder's name without its slash counts too.
	 */
	capabilities(path: string, operation: Operation = 'list'): string[] {
		if (this.#root) return ['root'];
		const matching = this.#rules.filter(
			([pattern]) =>
				matches(pattern, path) ||
				(operation === 'list' && path.endsWith('/') && matches(pattern, path.slice(0, -1))),
		);
		const best = matching.map(([pattern]) => pattern).reduce(moreSpecific, '');
		const granted = new Set(
			matching.filter(([pattern]) => pattern === best).flatMap(([, list]) => [...list]),
		);
		if (granted.size === 0 || granted.has('deny')) return ['deny'];
		return [...granted].sort();
	}

	allows(path: string, operation: Operation): boolean {
		if (this.#root) return true;
		return this.capabilities(path, operation).includes(operation);
	}

	/** Whether any rule grants anything at or under the mount. */
	reaches(mount: string): boolean {
		if (this.#root) return true;
		return this.#rules.some(([pattern, list]) => {
			const fixed = pattern.slice(0, wildcardAt(pattern));
			const touches = fixed.startsWith(mount) || (fixed !== pattern && mount.startsWith(fixed));
			return touches && list.length > 0 && !list.includes('deny');
		});
	}
}

function wildcardAt(pattern: string): number {
	const plus = /(^|\/)\+(\/|\*?$)/.exec(pattern);
	const plusAt = plus === null ? pattern.length : plus.index + (plus[1]?.length ?? 0);
	return Math.min(plusAt, pattern.endsWith('*') ? pattern.length - 1 : pattern.length);
}

function matches(pattern: string, path: string): boolean {
	const glob = pattern.endsWith('*');
	const wanted = (glob ? pattern.slice(0, -1) : pattern).split('/');
	const given = path.split('/');
	if (glob ? given.length < wanted.length : given.length !== wanted.length) return false;
	return wanted.every((segment, index) => {
		const actual = given[index] ?? '';
		if (segment === '+') return true;
		return glob && index === wanted.length - 1 ? actual.startsWith(segment) : actual === segment;
	});
}

/** Vault's order: the later first wildcard wins, then no `*`, then fewer `+`, then longer, then later in the alphabet. */
function moreSpecific(one: string, other: string): string {
	if (one === '' || one === other) return other;
	const rank = (pattern: string): number[] => [
		wildcardAt(pattern) === pattern.length ? Number.MAX_SAFE_INTEGER : wildcardAt(pattern),
		pattern.endsWith('*') ? 0 : 1,
		-pattern.split('/').filter((segment) => segment === '+').length,
		pattern.length,
	];
	const [left, right] = [rank(one), rank(other)];
	const at = left.findIndex((value, index) => value !== right[index]);
	if (at < 0) return one > other ? one : other;
	return (left[at] ?? 0) > (right[at] ?? 0) ? one : other;
}
