import type { Facts } from '../facts';
import { type Judgement, judgedEach, needs, notChecked, notSeen, seen } from '../finding';
import type { Change } from '../watch/compare';
import { type Kind, kindOf } from '../watch/kinds';
import { changeShown } from '../watch/words';

export const NOT_APPROVED =
	'approve the state of this domain first, with the node Keyturn DNS Baseline: then its changes are told';

/** Judges what is not as it was approved, in DNS or at the registry. What was never approved is not called changed. */
export function ofApproved(
	{ approvedState }: Facts,
	area: Kind['area'],
	isCase: (change: Change) => boolean,
): Judgement {
	if ('notSeen' in approvedState) return notChecked(approvedState.notSeen);
	if (approvedState.seen === null) return needs(NOT_APPROVED);
	const { changes, unseen } = approvedState.seen;
	const looked = [
		...changes.map((change) => ({
			kind: change.kind,
			change:
				change.before === null
					? notSeen(`${change.type} of ${change.name}: not seen when the state was approved`)
					: seen(change),
		})),
		...unseen.map(({ kind, why }) => ({ kind, change: notSeen(why) })),
	];
	return judgedEach(
		looked.filter(({ kind }) => kindOf(kind).area === area).map(({ change }) => change),
		(change) => (isCase(change) ? [{ evidence: changeShown(change), severity: change.severity }] : []),
	);
}
