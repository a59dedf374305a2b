import type { Link, Verdict } from '../lookup';
import type { Message } from '../wire/message';
import { type Name, isUnder, labelsOf, nameOf, parentOf, shown } from '../wire/name';
import { TYPE, typeName } from '../wire/types';
import type { Budget } from './budget';
import { type Outcome, openProofs, outcomeOf } from './denial';
import { type RecordSet, type RecordSets, type Rrsig, lastLabels, setsOf, signedLabels } from './sets';
import { type SecureZone, checkSet } from './signature';
import { bogus, broken, insecure, secure, unsigned } from './verdicts';

/** A zone that is not secure, and why. */
export interface OtherZone {
	readonly state: 'other';
	readonly name: Name;
	readonly verdict: Verdict;
}
export type Zone = SecureZone | OtherZone;
/** No zone begins at the name. */
export interface NoZone {
	readonly state: 'none';
	readonly name: Name;
	/** There is not even a name below it. */
	readonly empty: boolean;
}

/** What is known of zones, each found once. */
export interface Zones {
	/** In seconds since 1970. */
	readonly now: number;
	/** The zone that begins at a name. */
	at(name: Name): Promise<Zone | NoZone>;
	/** Takes note that somebody asks for what only the top of a zone has, so that whether a zone begins there is asked anyway. */
	mayBeginAt(name: Name): void;
	/** True for a name of which that was noted. */
	isTopFor(name: Name): boolean;
	/** The zone that a name is in. It costs a question for each label, so it is for what came without a signature. */
	around(name: Name): Promise<Zone>;
	/**
	 * True when the zone says itself, signed, that its NSEC3 records take more rounds than are done. It costs a question,
	 * and is for wildcards without a proof: BIND leaves out the proofs of such a zone when it is not to check them.
	 */
	hashesTooMuch(zone: SecureZone): Promise<boolean>;
}

/** Which side of a zone's top speaks: the zone above it, or the zone itself. */
export type Side = 'above' | 'own';

export interface Judged {
	readonly verdict: Verdict;
	/** How long the records may be kept, in seconds (RFC 4035, section 5.3.3). */
	readonly ttl: number;
}

/**
 * Judges the records of an answer; `authority` has the proofs that a wildcard needs. `above` is for what the zone above
 * says of the name: DS records, and what is there instead of them.
 */
export async function judgeSet(
	zones: Zones,
	set: RecordSet,
	authority: RecordSets,
	budget: Budget,
	side: Side = set.type === TYPE.DS ? 'above' : 'own',
): Promise<Judged> {
	const ttl = Math.min(...set.records.map((record) => record.ttl));
	const judged = (verdict: Verdict): Judged => ({ verdict, ttl });
	const what = `the ${typeName(set.type)} records of ${shown(set.name)}`;
	const missing = { reason: 'signature missing', what: `${what} have no signature` } as const;
	const zone = await signingZone(zones, set.signatures, set.name, side, missing, `${what} are`);
	if ('security' in zone) return judged(zone);
	const { fault, ...checked } = checkSet(set, zone, zones.now, budget);
	if (fault !== null) return judged(broken(fault));
	const { signature } = checked as { signature: Rrsig };
	const kept: Judged = {
		verdict: secure,
		ttl: Math.min(ttl, signature.originalTtl, (signature.expiration - zones.now) >>> 0),
	};
	let end = set.name;
	if (signature.labels < signedLabels(set.name)) {
		const proofs = openProofs(authority, zone, zones.now, budget);
		const isBare = [TYPE.NSEC, TYPE.NSEC3].every((type) => authority.ofType(type).length === 0);
		const outcome =
			isBare && (await zones.hashesTooMuch(zone))
				? 'too many iterations'
				: proofs.denial.onlyWildcard(set.name, signature.labels);
		if (outcome !== 'proved')
			return judged(
				verdictOf(
					outcome,
					zone,
					`nothing proves that ${shown(set.name)} is not there beside a wildcard`,
					proofs.fault,
				),
			);
		end = lastLabels(set.name, signature.labels);
	}
	for (const below of namesBetween(zone.name, end, side, zones)) {
		const cut = await zones.at(below);
		if (cut.state === 'other') return judged(cut.verdict);
		if (cut.state === 'secure')
			return judged(
				bogus(
					wrong(cut.name, `${what} are signed by ${shown(zone.name)} above their zone ${shown(cut.name)}`),
				),
			);
	}
	return kept;
}

/** Judges an answer that says that there is no such name, or nothing of the type. */
export async function judgeAbsence(
	zones: Zones,
	message: Message,
	name: Name,
	type: number,
	budget: Budget,
): Promise<Verdict> {
	const absence = await openAbsence(zones, message, name, type, budget);
	if ('verdict' in absence) return absence.verdict;
	const { zone, denial, fault } = absence;
	const what = `nothing proves that ${shown(name)} has no ${typeName(type)} records`;
	const verdict = verdictOf(outcomeOf(denial, message.rcode, name, type), zone, what, fault);
	if (verdict.security !== 'bogus' || fault !== null) return verdict;
	// The zone above may have answered for one below it that is proved to be unsigned: what is there it cannot deny.
	const around = await zones.around(nearest(name, type === TYPE.DS ? 'above' : 'own'));
	return around.state === 'other' && around.verdict.security === 'insecure' ? around.verdict : verdict;
}

/** The proofs in an answer without records and the zone that they are of, or the verdict where there can be none. */
export async function openAbsence(zones: Zones, message: Message, name: Name, type: number, budget: Budget) {
	const sets = setsOf(message.authority);
	const signatures = [TYPE.NSEC, TYPE.NSEC3].flatMap((each) =>
		sets.ofType(each).flatMap((set) => set.signatures),
	);
	const side = type === TYPE.DS ? 'above' : 'own';
	const what = `nothing signed says that ${shown(name)} has no ${typeName(type)} records`;
	const missing = { reason: 'denial not proved', what } as const;
	const zone = await signingZone(zones, signatures, name, side, missing, `the absence of ${shown(name)} is`);
	if ('security' in zone) return { verdict: zone };
	const soa = sets.get(zone.name, TYPE.SOA);
	const { fault } = soa === undefined ? { fault: null } : checkSet(soa, zone, zones.now, budget);
	if (fault !== null) return { verdict: broken(fault) };
	return { zone, ...openProofs(sets, zone, zones.now, budget) };
}

/** What an outcome means for the name that was asked for. */
export function verdictOf(
	outcome: Outcome,
	{ name: zone }: SecureZone,
	what: string,
	fault: Verdict['link'],
): Verdict {
	switch (outcome) {
		case 'proved':
			return secure;
		case 'open':
			return unsigned;
		case 'too many iterations':
			return insecure({
				zone,
				reason: 'too many NSEC3 iterations',
				what: `${shown(zone)} wants more rounds of hashing than are done`,
			});
		case 'too much work':
			return broken({
				zone,
				reason: 'too much work',
				what: `the proof for this answer costs too much to check`,
			});
		case 'not proved':
			return broken(fault ?? { zone, reason: 'denial not proved', what });
	}
}

/**
 * The secure zone whose word signed records are, or why nobody's: `missing` is told when a secure zone should have signed
 * them and nobody did, `subject` begins the clause about a signer that is no zone.
 */
async function signingZone(
	zones: Zones,
	signatures: readonly Rrsig[],
	name: Name,
	side: Side,
	missing: Omit<Link, 'zone'>,
	subject: string,
): Promise<SecureZone | Verdict> {
	const signer = signerOf(signatures, name, side);
	const zone = await (signer === null ? zones.around(nearest(name, side)) : zones.at(signer));
	if (zone.state === 'other') return zone.verdict;
	if (signer === null) return bogus({ zone: zone.name, ...missing });
	return zone.state === 'secure'
		? zone
		: bogus(wrong(signer, `${subject} signed by ${shown(signer)}, which is no zone`));
}

/**
 * Who signed: of those that may, the one that is nearest to the name. DS records are the parent's. Records of another
 * signer are as good as unsigned.
 */
function signerOf(signatures: readonly Rrsig[], name: Name, side: Side): Name | null {
	const signers = signatures
		.map(({ signer }) => signer)
		.filter((signer) => isUnder(name, signer) && (side === 'own' || signer !== name));
	return signers.reduce<Name | null>(
		(nearest, signer) => (nearest === null || isUnder(signer, nearest) ? signer : nearest),
		null,
	);
}

/**
 * Names below a zone at which another could begin, so that it has no word about what is there: the first of them, and
 * the name itself where somebody asks about it as the top of a zone. Zones of the first two levels delegate nearly every
 * name, so there the first may be the name itself. Deeper that would cost one more question for each name; for the same
 * reason it is one name, and none that begins with an underscore.
 */
function namesBetween(zone: Name, end: Name, side: Side, zones: Zones): readonly Name[] {
	const above = labelsOf(zone).length;
	const labels = labelsOf(end);
	const isTop = side === 'own' && zones.isTopFor(end);
	const asked = isTop || (side === 'own' && above <= 1) ? labels.length : labels.length - 1;
	const names: Name[] = [];
	for (let count = above + 1; count <= asked; count++) {
		const isFirst = names.length === 0 && !labels[labels.length - count]?.startsWith('_');
		if (isFirst || (isTop && count === labels.length)) names.push(nameOf(labels.slice(-count)));
	}
	return names;
}

const nearest = (name: Name, side: Side): Name => (side === 'own' ? name : (parentOf(name) ?? '.'));

const wrong = (zone: Name, what: string) => ({ zone, reason: 'signature wrong', what }) as const;
