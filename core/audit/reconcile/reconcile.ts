import type { Severity } from '../../dns/finding';
import type { AuditEntry } from '../entry';
import type { Action, AuditEvent } from '../events/event';
import { keyIdsIn, type Managed, type Role } from '../events/managed';
import type { Gap } from '../sources/source';
import { changing } from './effects';
import { paired, type Claim, type OwnActors } from './pairs';

/** What a source showed: its actions from one time to another, in ms since 1970, but for the gaps. */
export interface Visible {
	readonly source: string;
	readonly actions: readonly Action[];
	readonly from: number;
	readonly to: number;
	readonly gaps: readonly Gap[];
}

export interface Reconciling {
	/** What is judged, in ms since 1970. Entries and events around it are given as well: two days before. */
	readonly from: number;
	readonly to: number;
	/** How far the times of an entry and its event may be apart, and how late a source may tell; in ms. */
	readonly overlap: number;
	readonly visible: readonly Visible[];
	readonly keys: readonly Managed[];
	/** Keyturn's own identities at a source, as that source names them; a source that is not here is not asked for them. */
	readonly own?: OwnActors;
}

export interface Mismatch {
	/** `REC-01`: changed outside Keyturn; `REC-02`: entry without effect. */
	readonly id: 'REC-01' | 'REC-02';
	readonly severity: Severity;
	readonly title: string;
	readonly key: string;
	/** When, in ms since 1970. */
	readonly at: number;
	readonly evidence: string;
	readonly remedy: string;
}

export interface Reconciled {
	/** `verified` only when everything was visible and each has the other. */
	readonly answer: 'verified' | 'could not be proved' | 'not visible';
	readonly findings: readonly Mismatch[];
	/** What nobody could look at, in sentences. */
	readonly notVisible: readonly string[];
	/** How many entries' effects were seen. */
	readonly matched: number;
}

const roles: Readonly<Record<Role, { readonly place: string; readonly actions: readonly Action[] }>> = {
	vault: { place: 'in the vault', actions: ['secret written', 'secret deleted'] },
	provider: { place: 'at its provider', actions: ['key created', 'key deleted'] },
};

/** Holds our entries against what vault and provider saw, both ways. Claims nothing of what no source could show. */
export function reconcile(
	entries: readonly AuditEntry[],
	events: readonly AuditEvent[],
	{ from, to, overlap, visible, keys, own = {} }: Reconciling,
): Reconciled {
	const pairing = paired(entries, events, keys, { slack: overlap, ids: keyIdsIn(entries, keys), own });
	const isJudged = (at: number) => at >= from && at <= to;
	const outside = pairing.events
		.filter(({ event, claim }) => claim === null && changing.has(event.action) && isJudged(event.time))
		.map(({ event, managed, role }) => changedOutside(event, managed, role));

	const notVisible = new Set(keys.length === 0 ? ['No managed key was given.'] : []);
	const missing: Mismatch[] = [];
	for (const claim of pairing.unseen.filter(({ entry }) => isJudged(entry.at))) {
		const why = whyUnseen(claim, visible, overlap);
		if (why === null) missing.push(withoutEffect(claim));
		else notVisible.add(why);
	}
	for (const { event, managed, role, claim } of pairing.events)
		if (role === 'vault' && claim?.effect.expected === 'may' && !Object.hasOwn(own, event.source))
			notVisible.add(whoDidIt(event, managed));
	for (const managed of keys)
		for (const why of unseenOf(managed, visible, Math.max(from, managed.since ?? 0), to)) notVisible.add(why);

	const findings = [...outside, ...missing].sort((a, b) => a.at - b.at);
	return {
		answer: findings.length > 0 ? 'could not be proved' : notVisible.size > 0 ? 'not visible' : 'verified',
		findings,
		notVisible: [...notVisible],
		matched: pairing.events.filter(({ event, claim }) => claim !== null && isJudged(event.time)).length,
	};
}

/** What is to be said where the log could not be read: without its entries every change would look like a stranger's. */
export const unreconciled = (why: string): Reconciled => ({
	answer: 'not visible',
	findings: [],
	notVisible: [`What Keyturn itself did: ${why}.`],
	matched: 0,
});

/** Why no source could have shown an entry's effect, or null when one could and did not. */
function whyUnseen(
	{ entry, effect, managed }: Claim,
	visible: readonly Visible[],
	overlap: number,
): string | null {
	const sources = managed.at.filter(({ role }) => role === effect.role).map(({ source }) => source);
	const { place } = roles[effect.role];
	if (sources.length === 0) return `${managed.name}: no source shows what happens ${place}.`;
	const could = visible.some(
		(window) =>
			sources.includes(window.source) &&
			window.actions.includes(effect.action) &&
			covers(window, entry.at - overlap, entry.at + overlap),
	);
	return could
		? null
		: `${managed.name}: ${place}, the time around ${iso(entry.at)} was not visible for “${effect.action}”.`;
}

/** Of an effect that comes without an entry of its own, only who did it tells Keyturn from a stranger. */
const whoDidIt = ({ action, actor, time }: AuditEvent, { name }: Managed): string =>
	`${name}: in the vault, “${action}” at ${iso(time)} by ${actor} fits a rotation; whether that is Keyturn was not visible, because Own Identities does not say how it is called there.`;

/** What of a key nobody could look at in all of the window. */
function unseenOf(managed: Managed, visible: readonly Visible[], from: number, to: number): string[] {
	return (Object.keys(roles) as Role[]).flatMap((role) => {
		const { place, actions } = roles[role];
		const sources = managed.at.filter((each) => each.role === role).map(({ source }) => source);
		if (sources.length === 0) return [`${managed.name}: no source shows what happens ${place}.`];
		const blind = actions.filter(
			(action) =>
				!visible.some(
					(window) =>
						sources.includes(window.source) && window.actions.includes(action) && covers(window, from, to),
				),
		);
		return blind.length === 0
			? []
			: [`${managed.name}: ${place}, ${blind.join(' and ')} was not visible in all of the time.`];
	});
}

const covers = ({ from, to, gaps }: Visible, begin: number, end: number): boolean =>
	from <= begin && to >= end && !gaps.some((gap) => gap.from <= end && gap.to >= begin);

function changedOutside(event: AuditEvent, { name }: Managed, role: Role): Mismatch {
	const from = event.from === '' ? '' : ` from ${event.from}`;
	return {
		id: 'REC-01',
		severity: role === 'provider' && event.action === 'key created' ? 'critical' : 'high',
		title: 'Changed outside Keyturn',
		key: name,
		at: event.time,
		evidence: `${event.operation} (${event.action}) on ${event.target} by ${event.actor}${from} at ${iso(event.time)}; Keyturn’s log has no such effect`,
		remedy:
			'Ask whoever is named whether it was intended. If nobody knows of it, rotate the key in emergency mode and look at what else that identity did.',
	};
}

function withoutEffect({ entry, effect, managed }: Claim): Mismatch {
	return {
		id: 'REC-02',
		severity: 'high',
		title: 'Entry without effect',
		key: managed.name,
		at: entry.at,
		evidence: `Entry ${entry.id} says “${entry.kind}” at ${iso(entry.at)}; ${roles[effect.role].place} nothing of the kind (${effect.action}) was seen around that time`,
		remedy:
			'Look at the key there. If the effect is missing, the log tells of something that did not happen: have the log verified against a checkpoint that somebody outside kept.',
	};
}

const iso = (ms: number): string => new Date(ms).toISOString();
