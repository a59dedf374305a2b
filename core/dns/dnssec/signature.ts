import type { Link } from '../lookup';
import { dayShown } from '../times';
import { compareBytes, concat, equalBytes, u16, u32 } from '../wire/bytes';
import { type Name, nameBytes, shown } from '../wire/name';
import { IN, TYPE, typeName } from '../wire/types';
import { isAlgorithmKnown, isSignatureGood } from './algorithms';
import { type Budget, KEYS_PER_TAG, SIGNATURES_PER_SET, TRIES_PER_SET } from './budget';
import { type Key, isNamed, once } from './keys';
import { type RecordSet, type Rrsig, lastLabels, signedLabels } from './sets';

/** A zone whose keys are trusted. */
export interface SecureZone {
	readonly state: 'secure';
	readonly name: Name;
	readonly keys: readonly Key[];
}

export type Checked = { readonly signature: Rrsig; readonly fault: null } | { readonly fault: Link };

/** These stand at the top of a zone only, and so does their signer. */
export const AT_APEX: ReadonlySet<number> = new Set([
	TYPE.SOA,
	TYPE.NS,
	TYPE.DNSKEY,
	TYPE.NSEC3PARAM,
	TYPE.CDS,
	TYPE.CDNSKEY,
]);

/**
 * Checks that a key of the zone signed the records, and that the signature holds at this time, in seconds since 1970
 * (RFC 4035, section 5.3). One good signature is enough (RFC 6840, section 5.11) where none is tried in vain before it. Whether a name that a wildcard
 * answered for exists by itself is not looked at here.
 */
export function checkSet(set: RecordSet, zone: SecureZone, seconds: number, budget: Budget): Checked {
	const faults = new Map<Link['reason'], Link>();
	const what = () => `the ${typeName(set.type)} records of ${shown(set.name)}`;
	const fault = (reason: Link['reason'], clause: string) => {
		if (!faults.has(reason)) faults.set(reason, { zone: zone.name, reason, what: clause });
	};
	const tooMuch = (why = 'come with more signatures and keys than are tried'): Link => ({
		zone: zone.name,
		reason: 'too much work',
		what: `${what()} ${why}`,
	});
	const data = sorted(set);
	let [tries, failures] = [0, 0];
	const candidates = set.signatures.filter((each) => isCandidate(each, set, zone));
	const isByKey = (each: Rrsig) => zone.keys.some((key) => isNamed(key, each));
	const [byKey, byNone] = [candidates.filter(isByKey), candidates.filter((each) => !isByKey(each))];
	// At once, so that the verdict does not hang on the order in which they come.
	if (byKey.length > TRIES_PER_SET) return { fault: tooMuch() };
	for (const signature of [...byKey.sort(inOrder), ...byNone].slice(0, SIGNATURES_PER_SET)) {
		const named = () => `the signature of ${what()} by key ${signature.keyTag}`;
		if (isBefore(signature.expiration, seconds)) {
			fault('signature expired', `${named()} ran out on ${dayShown(signature.expiration * 1000)}`);
			continue;
		}
		if (isBefore(seconds, signature.inception)) {
			fault('signature not yet valid', `${named()} begins on ${dayShown(signature.inception * 1000)}`);
			continue;
		}
		// In this arithmetic now may be between them all the same, where they are more than 68 years apart.
		if (isBefore(signature.expiration, signature.inception)) {
			fault('signature wrong', `${named()} ends before it begins`);
			continue;
		}
		const keys = zone.keys.filter(
			(key) =>
				isNamed(key, signature) &&
				// What is revoked may still sign the set that says that it is.
				(!key.revoked || set.type === TYPE.DNSKEY),
		);
		let refused = false;
		for (const key of keys.slice(0, KEYS_PER_TAG)) {
			const object = key.object();
			if (object === null) continue;
			if (tries++ >= TRIES_PER_SET || !budget.mayVerify()) return { fault: tooMuch() };
			const signed = signedData(set, signature, data());
			const good = isSignatureGood(signature.algorithm, object, signed, signature.signature);
			// Since CVE-2023-50387 BIND gives up at the first that does not fit. Of keys with one tag that is now the one, now the other.
			if (good === true)
				return failures > 0 || keys.length > 1 ? { fault: tooMuch(SECOND_TRY) } : { signature, fault: null };
			if (good === false) failures++;
			refused ||= good === null;
			budget.failed();
		}
		if (keys.length === 0) fault('signature wrong', `${named()} is by no key of the zone`);
		else if (refused) fault('algorithm not supported', `${named()} is of a kind that cannot be checked here`);
		else fault('signature wrong', `${named()} does not fit: they were changed, or signed with another key`);
	}
	if (faults.size === 0) fault('signature missing', `${what()} have no signature of ${shown(zone.name)}`);
	return { fault: worst(faults) };
}

const SECOND_TRY =
	'have a signature that fits, beside one that does not or a second key with the same tag: some resolvers give up before they try the right one';

/** The order of records within a set, in which resolvers try them (RFC 4034, section 6.3). */
const inOrder = (a: Rrsig, b: Rrsig): number =>
	compareBytes(a.fields, b.fields) || compareBytes(a.signature, b.signature);

/** What is told when several signatures fail in several ways. */
const order = [
	'signature wrong',
	'signature expired',
	'signature not yet valid',
	'algorithm not supported',
	'signature missing',
] as const;

const worst = (faults: ReadonlyMap<Link['reason'], Link>): Link =>
	order.flatMap((reason) => faults.get(reason) ?? [])[0] as Link;

const isCandidate = (signature: Rrsig, { name, type }: RecordSet, zone: SecureZone): boolean =>
	signature.signer === zone.name &&
	isAlgorithmKnown(signature.algorithm) &&
	signature.labels <= signedLabels(name) &&
	(!AT_APEX.has(type) || name === zone.name);

/** Serial number arithmetic (RFC 1982), for times that are modulo 2^32. */
const isBefore = (a: number, b: number): boolean => ((a - b) | 0) < 0;

/** The data in canonical order and without repetitions (RFC 4034, section 6.3); not before it is needed. */
const sorted = ({ records }: RecordSet) =>
	once(() =>
		records
			.map(({ data }) => data)
			.sort(compareBytes)
			.filter((data, index, all) => index === 0 || !equalBytes(data, all[index - 1] as Uint8Array)),
	);

/** What is signed: RFC 4034, section 3.1.8.1. */
function signedData({ name, type }: RecordSet, signature: Rrsig, data: readonly Uint8Array[]): Uint8Array {
	const { labels } = signature;
	const owner =
		labels < signedLabels(name)
			? concat(Uint8Array.of(1, 0x2a), nameBytes(lastLabels(name, labels)))
			: nameBytes(name);
	const header = concat(owner, u16(type), u16(IN), u32(signature.originalTtl));
	// Records are read into their canonical form, so the fields are as they were signed.
	return concat(signature.fields, ...data.flatMap((each) => [header, u16(each.length), each]));
}
