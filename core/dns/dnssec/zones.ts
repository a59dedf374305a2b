import { unhex } from '../../hex';
import type { Verdict } from '../lookup';
import type { Resolver } from '../resolver';
import type { Message } from '../wire/message';
import { type Name, isUnder, labelsOf, shown } from '../wire/name';
import { readable } from '../wire/readable';
import { readDs, readNsec3param } from '../wire/records';
import { RCODE, TYPE } from '../wire/types';
import type { Anchor } from './anchors';
import { isAlgorithmKnown, isDigestKnown } from './algorithms';
import { aliasIn } from './aliases';
import { Budget, MAX_ITERATIONS } from './budget';
import { type NoZone, type Zone, type Zones, judgeSet, openAbsence, verdictOf } from './judge';
import { type Ds, isNamed, keysOf, vouchedFor } from './keys';
import { lastLabels, setsOf } from './sets';
import { type SecureZone, checkSet } from './signature';
import { bogus, broken, insecure, noAnswer, unsigned } from './verdicts';

/** Finds the keys of zones along the chain from the anchors. Each is looked for once, with a budget of its own. */
export function openZones(resolver: Resolver, now: number, anchors: readonly Anchor[]): Zones {
	const found = new Map<Name, Promise<Zone | NoZone>>();
	const tops = new Set<Name>();
	const zones: Zones = {
		now,
		at,
		around,
		hashesTooMuch,
		mayBeginAt: (name) => void tops.add(name),
		isTopFor: (name) => tops.has(name),
	};
	return zones;

	function at(name: Name): Promise<Zone | NoZone> {
		const known = found.get(name) ?? find(name);
		found.set(name, known);
		return known;
	}

	async function around(name: Name): Promise<Zone> {
		const start = anchorAbove(name);
		if (start === null) return other(name, unsigned);
		let zone = (await at(start)) as Zone;
		// Below a zone that is not secure nobody's word counts.
		for (let count = labelsOf(start).length + 1; zone.state === 'secure'; count++) {
			if (count > labelsOf(name).length) break;
			const next = await at(lastLabels(name, count));
			if (next.state !== 'none') zone = next;
			else if (next.empty) break;
		}
		return zone;
	}

	async function find(name: Name): Promise<Zone | NoZone> {
		const anchored = anchors.filter(({ zone }) => zone === name);
		if (anchored.length > 0)
			return withKeys(
				name,
				anchored.map((anchor) => ({ ...anchor, digest: unhex(anchor.digest) })),
			);
		// Nobody claims that anything is signed there.
		if (anchorAbove(name) === null) return other(name, unsigned);
		const message = await ask(name, TYPE.DS);
		if ('security' in message) return other(name, message);
		const answer = setsOf(message.answer);
		const budget = new Budget();
		const set = answer.get(name, TYPE.DS);
		if (set === undefined) return withoutDs(name, message, budget);
		// Not waited for: the keys are asked for while the zone above is looked for.
		void resolver.ask(name, TYPE.DNSKEY);
		const { verdict } = await judgeSet(zones, set, setsOf(message.authority), budget, 'above');
		if (verdict.security !== 'secure') return other(name, verdict);
		return withKeys(name, readable(set.records, readDs));
	}

	/** What the zone above says of a name without DS records. */
	async function withoutDs(name: Name, message: Message, budget: Budget): Promise<Zone | NoZone> {
		const alias = aliasIn(setsOf(message.answer), name);
		if (alias !== null) {
			const side = alias.set.name === name ? 'above' : 'own';
			// A name with an alias has no other records, so no zone begins there.
			const { verdict } = await judgeSet(zones, alias.set, setsOf(message.authority), budget, side);
			return verdict.security === 'secure' ? { state: 'none', name, empty: false } : other(name, verdict);
		}
		const absence = await openAbsence(zones, message, name, TYPE.DS, budget);
		if ('verdict' in absence) return other(name, absence.verdict);
		const cut = absence.denial.cutAt(name);
		if (cut === 'unsigned zone') return other(name, unsigned);
		if (cut === 'no zone' || cut === 'no name') return { state: 'none', name, empty: cut === 'no name' };
		const what = `nothing proves that ${shown(name)} has no DS records`;
		return other(name, verdictOf(cut, absence.zone, what, absence.fault));
	}

	/** The keys that DS records vouch for (RFC 4035, section 5.2). */
	async function withKeys(name: Name, all: readonly Ds[]): Promise<Zone> {
		const known = all.filter(
			({ algorithm, digestType }) => isAlgorithmKnown(algorithm) && isDigestKnown(digestType),
		);
		if (known.length === 0)
			return other(name, insecure(unsupported(name, `the DS records of ${shown(name)} are`)));
		// RFC 4509, section 3: SHA-1 does not count beside something better.
		const strong = known.filter(({ digestType }) => digestType !== 1);
		const vouching = strong.length > 0 ? strong : known;
		const message = await ask(name, TYPE.DNSKEY);
		if ('security' in message) return other(name, message);
		const set = setsOf(message.answer).get(name, TYPE.DNSKEY);
		const keys = set === undefined ? [] : keysOf(set.records);
		const vouched = vouchedFor(keys, vouching);
		if (set === undefined || vouched.length === 0) {
			const tags = vouching.map(({ keyTag }) => String(keyTag)).join(', ');
			const what = `the DS records of ${shown(name)} name key ${tags}, which the zone does not have`;
			return other(name, bogus({ zone: name, reason: 'no key fits the DS', what }));
		}
		const { fault } = checkSet(set, { state: 'secure', name, keys: vouched }, now, new Budget());
		if (fault === null) return { state: 'secure', name, keys };
		if (fault.reason === 'algorithm not supported')
			return other(name, insecure(unsupported(name, `the keys of ${shown(name)} are`)));
		if (set.signatures.some((signature) => vouched.some((key) => isNamed(key, signature))))
			return other(name, broken(fault));
		const what = `the keys of ${shown(name)} are not signed by the key that its DS records name`;
		return other(name, bogus({ zone: name, reason: 'key set not signed', what }));
	}

	async function hashesTooMuch(zone: SecureZone): Promise<boolean> {
		const message = await ask(zone.name, TYPE.NSEC3PARAM);
		if ('security' in message) return false;
		const set = setsOf(message.answer).get(zone.name, TYPE.NSEC3PARAM);
		if (set === undefined || checkSet(set, zone, now, new Budget()).fault !== null) return false;
		return readable(set.records, readNsec3param).some(({ iterations }) => iterations > MAX_ITERATIONS);
	}

	async function ask(name: Name, type: number): Promise<Message | Verdict> {
		const { message, failed } = await resolver.ask(name, type);
		const what = `the ${type === TYPE.DS ? 'DS records' : 'keys'} of ${shown(name)} could not be asked for`;
		if (failed !== null) return noAnswer(name, `${what}: ${failed.what}`);
		if (message.rcode === RCODE.NOERROR || message.rcode === RCODE.NXDOMAIN) return message;
		return noAnswer(name, `${what}: ${resolver.host} could not find out (code ${message.rcode})`);
	}

	/** The anchor that is nearest above a name. */
	function anchorAbove(name: Name): Name | null {
		return anchors.reduce<Name | null>(
			(nearest, { zone }) =>
				isUnder(name, zone) && (nearest === null || isUnder(zone, nearest)) ? zone : nearest,
			null,
		);
	}
}

const other = (name: Name, verdict: Verdict): Zone => ({ state: 'other', name, verdict });

const unsupported = (zone: Name, what: string) =>
	({
		zone,
		reason: 'algorithm not supported',
		what: `${what} of a kind that cannot be checked here`,
	}) as const;
