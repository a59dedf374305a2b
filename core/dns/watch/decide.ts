import type { Change } from './compare';
import type { Decision, Person, Waiting, ZoneDocument } from './document';
import { digestOf } from './snapshot';
import { factsOf } from './words';
import type { Note } from './zone-file';

const KEPT_DECISIONS = 20;

interface Made {
	readonly at: number;
	readonly kind: Decision['kind'];
	readonly changes: readonly Change[];
	readonly by: Person | null;
}

/** The digest of what waits now: it stands for that alone, and only until the next decision. */
export const waitingDigest = ({ domain, approved, decided }: ZoneDocument, { proposed }: Waiting): string =>
	digestOf(domain, { approved: approved?.digest ?? null, decided }, proposed);

/** Notes what was decided about what waits, in document and audit log; its digest counts no more. Gives that digest. */
export function decide(draft: ZoneDocument, note: Note, { at, kind, changes, by }: Made): string {
	const { waiting } = draft;
	if (waiting === null) return '';
	const digest = waitingDigest(draft, waiting);
	draft.decided += 1;
	draft.decisions = [...draft.decisions, { at, since: waiting.since, kind, digest, by }].slice(
		-KEPT_DECISIONS,
	);
	note(`zone change ${kind}`, {
		...factsOf(changes),
		digest,
		after: draft.approved?.digest ?? null,
		...(by === null ? {} : { by: by.name, how: by.how }),
	});
	return digest;
}
