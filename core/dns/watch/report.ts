import type { Unwritten } from '../../kept/document';
import type { Light } from '../report/result';
import { shown } from '../wire/name';
import { type Change, changesBetween } from './compare';
import { waitingDigest } from './decide';
import type { Person, ZoneDocument } from './document';
import type { Unseen } from './snapshot';
import { withUnwritten } from '../report/unwritten';

export type ZoneStatus = 'no approved state' | 'as approved' | 'changed' | 'not seen';

/** How a watched domain stands. Plain data, for people and for workflows. */
export interface ZoneReport {
	readonly domain: string;
	readonly status: ZoneStatus;
	readonly light: Light;
	readonly sentence: string;
	/** What to do, '' when there is nothing. */
	readonly next: string;
	/** True in exactly one report for each change: the one that somebody has to be told of. */
	readonly alert: boolean;
	readonly changes: ReadonlyArray<Omit<Change, 'kind'>>;
	/** What could not be looked at: neither changed nor as approved. */
	readonly notSeen: ReadonlyArray<Omit<Unseen, 'kind'>>;
	/** Stands for what is shown here; an approval names it. Null when nothing waits. */
	readonly digest: string | null;
	/** Until when the digest may be approved, ISO 8601. */
	readonly expiresAt: string | null;
	readonly approved: Decided | null;
	/** Who said no to what waits. */
	readonly rejected: Decided | null;
	/** Entries that could not be written to the audit log yet; the next run writes them. */
	readonly auditWaiting: number;
}

interface Decided {
	readonly by: string;
	readonly how: Person['how'];
	readonly at: string;
}

export interface Outcome {
	readonly unseen: readonly Unseen[];
	readonly alert: boolean;
	readonly unwritten: Unwritten | null;
}

export function zoneReport(document: ZoneDocument, { unseen, alert, unwritten }: Outcome): ZoneReport {
	const { approved, waiting } = document;
	const changes = waiting === null ? [] : changesBetween(approved?.snapshot ?? {}, waiting.proposed);
	const status = statusOf(document, changes, unseen);
	const told: Told = {
		domain: shown(document.domain),
		changes,
		unseen,
		approved: approved === null ? null : decided(approved.by, approved.at),
		rejected: waiting?.rejected == null ? null : decided(waiting.rejected.by, waiting.rejected.at),
	};
	return {
		domain: told.domain,
		status,
		...withUnwritten(words[status](told), unwritten),
		alert,
		changes: changes.map(({ name, type, before, after, severity }) => ({
			name,
			type,
			before,
			after,
			severity,
		})),
		notSeen: unseen.map(({ name, type, why }) => ({ name, type, why })),
		digest: waiting === null ? null : waitingDigest(document, waiting),
		expiresAt: waiting === null ? null : iso(waiting.expiresAt),
		approved: told.approved,
		rejected: told.rejected,
		auditWaiting: document.outbox.length,
	};
}

function statusOf(
	{ approved }: ZoneDocument,
	changes: readonly Change[],
	unseen: readonly Unseen[],
): ZoneStatus {
	if (changes.length > 0) return approved === null ? 'no approved state' : 'changed';
	return approved === null || unseen.length > 0 ? 'not seen' : 'as approved';
}

interface Told extends Pick<ZoneReport, 'domain' | 'approved' | 'rejected'> {
	readonly changes: readonly Change[];
	readonly unseen: readonly Unseen[];
}

const words: Readonly<Record<ZoneStatus, (told: Told) => Pick<ZoneReport, 'light' | 'sentence' | 'next'>>> = {
	'no approved state': ({ domain, changes, unseen }) => ({
		light: 'yellow',
		sentence: `Nobody has approved how ${domain} stands: ${changes.length} things wait for it${besides(unseen)}.`,
		next: 'Read what stands there now. If it is right, approve it by its digest; from then on every change of it is told.',
	}),
	'as approved': ({ domain, approved }) => ({
		light: 'green',
		sentence: `${domain} is as ${approved?.by ?? ''} approved it on ${day(approved?.at)}.`,
		next: '',
	}),
	changed: ({ domain, changes, unseen, rejected }) => ({
		light: changes.some(({ severity }) => severity !== 'medium') ? 'red' : 'yellow',
		sentence:
			`${domain} was changed without approval: ${named(changes)}` +
			`${rejected === null ? '' : `; ${rejected.by} rejected it on ${day(rejected.at)}`}${besides(unseen)}.`,
		next:
			rejected === null
				? 'If it is yours, approve it by its digest. If not, put back what stood there before, and change the passwords at the registrar and the DNS host.'
				: 'Put back what stood there before, and change the passwords at the registrar and the DNS host.',
	}),
	'not seen': ({ domain, approved, unseen }) => ({
		light: 'yellow',
		sentence:
			approved === null
				? `Nothing of ${domain} could be looked at: ${unseen[0]?.why ?? ''}.`
				: `${domain} is as approved as far as it could be looked at${besides(unseen)}.`,
		next: 'Run again later. If it stays so, look at who is asked: the resolvers under Options, and the registry of the ending.',
	}),
};

const MOST_NAMED = 3;

function named(changes: readonly Change[]): string {
	const first = changes.slice(0, MOST_NAMED).map(({ type, name }) => `${type} of ${name}`);
	const more = changes.length - first.length;
	return first.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const besides = (unseen: readonly Unseen[]) =>
	unseen.length === 0 ? '' : `; ${unseen.length} could not be looked at`;

const iso = (ms: number) => new Date(ms).toISOString();
const day = (at = '') => at.slice(0, 10);
const decided = ({ name, how }: Person, at: number): Decided => ({ by: name, how, at: iso(at) });
