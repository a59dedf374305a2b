import type { Document } from '../../core/rotation/document';
import { JITTER_MS, L_SECONDS, S, T } from './terms';

/** What each change of a document must tell in the same write: an entry of this kind stands in its outbox. */
function toldBy(before: Document, after: Document): string[] {
	const kinds: string[] = [];
	if (after.rotations > before.rotations) kinds.push('rotation planned');
	if (after.debt.length < before.debt.length) kinds.push('key proved dead');
	const [was, is] = [before.rotation, after.rotation];
	if (is === null || is.number !== was?.number || is.state === was.state) return kinds;
	if (was.state === 'NEEDS_HUMAN') return kinds;
	if (was.next === null && is.next !== null) kinds.push('key created');
	if (is.state === 'PUBLISHED') kinds.push('value published');
	if (is.state === 'GRACE') kinds.push('value verified');
	if (is.state === 'REVOKED' && is.old !== null) kinds.push('old key proved dead');
	if (is.state === 'ROLLED_BACK') kinds.push('rolled back');
	return kinds;
}

const order = [
	'PLANNED',
	'STORED',
	'PROBED',
	'PUBLISHED',
	'DISTRIBUTING',
	'GRACE',
	'OLD_DISABLED',
	'REVOKING',
];
const onlyForward = new Set(['REVOKING', 'REVOKE_PENDING', 'REVOKED']);

/** What is wrong with one document following another, or null. */
export function transition(before: Document, after: Document, now: number): string | null {
	const fresh = after.outbox.filter(({ id }) => !before.outbox.some((each) => each.id === id));
	for (const kind of toldBy(before, after))
		if (!fresh.some((entry) => entry.kind === kind)) return `law 6: "${kind}" is not told in the same write`;
	if (after.sequence < before.sequence || after.epoch < before.epoch || after.rotations < before.rotations)
		return 'law 5: a count goes back';
	if (after.notBefore < before.notBefore && before.notBefore > now)
		return 'law 2: the wait for late writes is cut short';
	const over = before.lease === null ? 0 : before.lease.until + S + Math.max(0, L_SECONDS * 1_000 - T);
	if (after.epoch > before.epoch && after.notBefore < over)
		return 'law 2: what the run before has sent is not waited for';
	const [was, is] = [before.rotation, after.rotation];
	if (was === null && is !== null && is.mode === 'planned' && before.debt.length > 0)
		return 'law 3: a planned rotation begins with debt';
	// The engine takes the latest that it can be; a slow answer puts that off by as much.
	const asap = now + T + 2 * JITTER_MS + 1_000;
	if (is?.state === 'GRACE' && /^(old|both)$/.test(is.leaked) && (is.until ?? 0) > asap)
		return 'emergency: a leaked old key is kept for the grace';
	if (was === null || is === null || was.state === is.state) return null;
	if (onlyForward.has(was.state) && !onlyForward.has(is.state) && is.state !== 'NEEDS_HUMAN')
		return `law 2: ${was.state} is followed by ${is.state}`;
	if (is.state === 'ROLLED_BACK' && was.state !== 'ROLLING_BACK' && was.state !== 'NEEDS_HUMAN')
		return `law 2: ${was.state} is followed by ROLLED_BACK`;
	const [from, to] = [order.indexOf(was.state), order.indexOf(is.state)];
	const first = is.old === null;
	if (from >= 0 && to > from && !reachable(order[from] as string, order[to] as string) && !first)
		return `law 2: ${was.state} is followed by ${is.state}`;
	return null;
}

/** The steps that one write may leave out: a proof found at once, the state between publishing and grace. */
function reachable(from: string, to: string): boolean {
	const [a, b] = [order.indexOf(from), order.indexOf(to)];
	const free = new Set(['STORED', 'DISTRIBUTING', 'OLD_DISABLED']);
	return order.slice(a + 1, b).every((state) => free.has(state));
}

/** Whether the old key of a planned rotation is revoked before its grace is over. */
export function cutsGraceShort({ rotation, record }: Document, retired: boolean, now: number): boolean {
	if (rotation === null || rotation.mode !== 'planned' || rotation.old === null || retired) return false;
	const verified = rotation.marks.find(({ state }) => state === 'GRACE')?.at;
	return verified === undefined || now < verified + record.graceSeconds * 1_000 - 2 * JITTER_MS - 1_000;
}
