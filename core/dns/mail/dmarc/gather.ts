import { type Looked, notSeen, seen } from '../../finding';
import { type Lookups, answered } from '../../lookup';
import { type Name, isUnder, labelsOf, nameOf, shown } from '../../wire/name';
import { TYPE } from '../../wire/types';
import { textsOf } from '../answer';
import { nameFor } from '../spf/target';
import { type DmarcRecord, type Policy, isDmarc, parseDmarc } from './record';

export interface DmarcFacts {
	/** Each name that was asked, nearest first, with the DMARC records that stand there. */
	readonly path: readonly { readonly at: Name; readonly records: Looked<readonly string[]> }[];
	/** The record that holds for the domain, or null when there is none. */
	readonly applied: Looked<AppliedDmarc | null>;
}

export interface AppliedDmarc {
	/** Whose record it is: the domain, or one above it. */
	readonly at: Name;
	readonly record: DmarcRecord;
	/** What it says of the domain itself; null for nothing. */
	readonly policy: Policy | null;
	/** For each foreign domain that is to receive reports, whether it agrees to that. */
	readonly destinations: readonly { readonly host: Name; readonly agrees: Looked<boolean> }[];
}

/** RFC 9989, section 4.10: the domain itself and at most seven above it. */
const MOST_ASKED = 8;
/** Foreign domains that are asked for their consent; more are not checked. */
const MOST_DESTINATIONS = 4;

/** Finds the DMARC policy of a domain by walking up the tree. All of the walk is asked at once. */
export async function gatherDmarc(domain: Name, lookups: Lookups): Promise<DmarcFacts> {
	const path = await Promise.all(
		walk(domain).map(async (at) => {
			const name = nameOf(['_dmarc', ...labelsOf(at)]);
			const answer = answered(await lookups.look(name, TYPE.TXT));
			return {
				at,
				records: 'notSeen' in answer ? answer : seen(textsOf(answer.seen.records).filter(isDmarc)),
			};
		}),
	);
	return { path, applied: await appliedOf(domain, path, lookups) };
}

/** The domain, and the names above it from the seventh label on. */
function walk(domain: Name): Name[] {
	const labels = labelsOf(domain);
	const above = labels.slice(1).slice(-(MOST_ASKED - 1));
	return [domain, ...above.map((_, index) => nameOf(above.slice(index)))];
}

async function appliedOf(
	domain: Name,
	path: DmarcFacts['path'],
	lookups: Lookups,
): Promise<DmarcFacts['applied']> {
	const found: { at: Name; record: DmarcRecord }[] = [];
	let blind: Looked<never> | null = null;
	for (const { at, records } of path) {
		if ('notSeen' in records) {
			// The domain's own record decides, whatever stands above.
			if (found[0]?.at !== domain) return records;
			blind = records;
			break;
		}
		const [text, ...more] = records.seen;
		if (text === undefined || more.length > 0) continue;
		const record = parseDmarc(text);
		found.push({ at, record });
		if (record.psd === 'n' || (record.psd === 'y' && at !== domain)) break;
	}
	const organization = organizationOf(domain, found);
	const chosen =
		found.find(({ at }) => at === domain) ??
		found.find(({ at }) => at === organization) ??
		found.find(({ record }) => record.psd === 'y');
	if (chosen === undefined) return seen(null);
	const { at, record } = chosen;
	return seen({
		at,
		record,
		policy: at === domain ? record.policy : record.subdomains,
		destinations: (await destinationsOf(at, organization, record, lookups)).map((destination) =>
			// Without the whole walk it may be the same organisation, which needs no consent.
			blind === null || isTrue(destination.agrees) ? destination : { ...destination, agrees: blind },
		),
	});
}

/** RFC 9989, section 4.10.2. */
function organizationOf(domain: Name, found: readonly { at: Name; record: DmarcRecord }[]): Name {
	for (const { at, record } of found) {
		if (record.psd === 'n') return at;
		if (record.psd === 'y' && at !== domain) return nameOf(labelsOf(domain).slice(-labelsOf(at).length - 1));
	}
	return found.at(-1)?.at ?? domain;
}

/** Reports to another organisation are only sent when it says so in its own zone (RFC 9990, section 4). */
async function destinationsOf(
	at: Name,
	organization: Name,
	{ aggregate, failure }: DmarcRecord,
	lookups: Lookups,
): Promise<AppliedDmarc['destinations']> {
	const hosts = [...new Set([...aggregate, ...failure].map(({ host }) => host))];
	const foreign = hosts.filter((host) => !isUnder(host, organization) && !isUnder(host, at));
	return Promise.all(
		foreign.map(async (host, index) => ({
			host,
			agrees: index < MOST_DESTINATIONS ? await agreementOf(at, host, lookups) : notSeen(TOO_MANY),
		})),
	);
}

const isTrue = (fact: Looked<boolean>): boolean => 'seen' in fact && fact.seen;

const TOO_MANY = `no more than ${MOST_DESTINATIONS} foreign report addresses are looked up`;

async function agreementOf(at: Name, host: Name, lookups: Lookups): Promise<Looked<boolean>> {
	const name = nameFor(`${shown(at)}._report._dmarc.${shown(host)}`);
	if (name === null) return notSeen(`the name that ${shown(host)} would agree under is too long`);
	const answer = answered(await lookups.look(name, TYPE.TXT));
	return 'notSeen' in answer ? answer : seen(textsOf(answer.seen.records).some(isDmarc));
}
