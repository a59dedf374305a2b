import type { Asked } from '../dns/gather/open';
import { changesBetween, readFurther } from '../dns/watch/compare';
import { decide, waitingDigest } from '../dns/watch/decide';
import type { Decision, Person, Waiting, ZoneDocument } from '../dns/watch/document';
import { lookAtZone } from '../dns/watch/look';
import { zoneReport, type ZoneReport } from '../dns/watch/report';
import type { Observation } from '../dns/watch/snapshot';
import { openZoneFile } from '../dns/watch/zone-file';
import { type Name, shown } from '../dns/wire/name';
import { KeyturnError } from '../errors';
import type { Context } from './context';
import { personName } from './person-name';

/** A person's decision about what was shown to him under a digest. */
export interface ZoneDecision {
	readonly domain: Name;
	readonly digest: string;
	readonly by: Person;
}

/**
 * Approves what was shown, if it is still what stands there: the domain is looked at again first. Throws BAD_INPUT for
 * what is no digest or no name; NOT_NOW when the digest is not what waits, ran out or was used, when the domain was
 * changed again, and when it cannot be looked at now. Nothing is written then.
 */
export async function approveZone(
	context: Context,
	decision: ZoneDecision,
	asked: Asked,
): Promise<ZoneReport> {
	const { domain, digest, by } = checked(decision);
	const file = await openZoneFile(context, domain);
	const now = () => context.vault.time().latest;
	const began = context.vault.time();
	const shownThen = waitingUnder(file.document, digest, began.latest);
	const read = await lookAtZone(domain, context.host, asked);
	const observed = read(file.document.approved?.snapshot ?? {});
	refuseOther(file.document, shownThen, observed);
	await file.change((draft, note) => {
		// Read anew by then: the digest stands for domain, state before and state after, so what was looked at still holds.
		const { proposed } = waitingUnder(draft, digest, now());
		const changes = changesBetween(draft.approved?.snapshot ?? {}, proposed);
		decide(draft, note, { at: now(), kind: 'approved', changes, by });
		draft.approved = { snapshot: readFurther(proposed, read({}).seen), digest, at: now(), by };
		draft.waiting = null;
		draft.addresses = {};
		draft.lookedAt = began.earliest;
	});
	const unwritten = await file.settle();
	return zoneReport(file.document, { unseen: observed.unseen, alert: false, unwritten });
}

/** Notes that a person said no. The change stays a finding until it is put back, and nobody is told of it again. */
export async function rejectZone(context: Context, decision: ZoneDecision): Promise<ZoneReport> {
	const { domain, digest, by } = checked(decision);
	const file = await openZoneFile(context, domain);
	const now = () => context.vault.time().latest;
	waitingUnder(file.document, digest, now());
	await file.change((draft, note) => {
		const waiting = waitingUnder(draft, digest, now());
		const changes = changesBetween(draft.approved?.snapshot ?? {}, waiting.proposed);
		decide(draft, note, { at: now(), kind: 'rejected', changes, by });
		waiting.rejected = { at: now(), by };
	});
	const unwritten = await file.settle();
	return zoneReport(file.document, { unseen: [], alert: false, unwritten });
}

function checked({ domain, digest, by }: ZoneDecision): ZoneDecision {
	const where = shown(domain);
	if (!/^[0-9a-f]{64}$/.test(digest))
		throw new KeyturnError('BAD_INPUT', where, 'this is no digest of what was shown', {
			next: 'Take the digest from the result of Compare, as the message carried it: 64 digits and letters a to f.',
		});
	return { domain, digest, by: { name: personName(by.name, 'decision', where), how: by.how } };
}

const used: Readonly<Record<Decision['kind'], string>> = {
	approved: 'it was approved',
	rejected: 'it was rejected',
	'went back': 'what it stood for went back to what was approved before',
	'ran out': 'its time was over',
};

const LOOK_AGAIN =
	'Nothing was approved. Run Compare again, read what it shows, and decide by its new digest.';

/** What waits under this digest; NOT_NOW, with the reason, when nothing does. */
function waitingUnder(document: ZoneDocument, digest: string, now: number): Waiting {
	const { waiting, decisions } = document;
	const refused = (what: string) =>
		new KeyturnError('NOT_NOW', shown(document.domain), what, { next: LOOK_AGAIN });
	const before = decisions.find((each) => each.digest === digest);
	if (before !== undefined) {
		const by = before.by === null ? '' : ` by ${before.by.name}`;
		throw refused(
			`this digest counts no more: ${used[before.kind]} on ${new Date(before.at).toISOString().slice(0, 10)}${by}`,
		);
	}
	if (waiting === null) throw refused('nothing waits for a decision');
	if (waitingDigest(document, waiting) !== digest)
		throw refused('this is not the digest of what waits now: it changed since it was shown');
	if (now > waiting.expiresAt)
		throw refused(`what was shown could be decided until ${new Date(waiting.expiresAt).toISOString()}`);
	return waiting;
}

/** Refuses when what was shown is not, or cannot be seen to be, what stands there. */
function refuseOther(
	{ domain, approved }: ZoneDocument,
	{ proposed }: Waiting,
	{ seen, unseen }: Observation,
): void {
	const [other] = changesBetween(proposed, seen);
	if (other !== undefined)
		throw new KeyturnError(
			'NOT_NOW',
			shown(domain),
			`it is no longer what was shown: ${other.type} of ${other.name} is different now`,
			{ next: LOOK_AGAIN },
		);
	const changed = changesBetween(approved?.snapshot ?? {}, proposed);
	const missing = unseen.find(({ kind }) => changed.some((change) => change.kind === kind));
	if (missing !== undefined)
		throw new KeyturnError(
			'NOT_NOW',
			shown(domain),
			`whether it is still what was shown could not be seen: ${missing.why}`,
			{ next: 'Nothing was approved. Run Approve again later with the same digest, as long as it is valid.' },
		);
}
