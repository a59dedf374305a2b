import { type Check, fine } from '../finding';
import { ofLooked } from './of-looked';
import { type Ds, cdnskeysOf, cdsOf, dsOf } from '../gather/dnssec';
import { hex } from '../../hex';

export const dnssecCds: Check = {
	severity: 'medium',
	title: 'The domain asks its registrar for another DS record than there is',
	basis: 'RFC 7344; RFC 8078',
	remedy:
		'A change of keys is waiting, or the domain asks for DNSSEC to be switched off. If nobody of yours began that, call your DNS host.',
	judge: ({ dnssec: { ds, cds, cdnskey } }) =>
		ofLooked([ds, cds, cdnskey], () => {
			const [published, digests, keys] = [dsOf(ds), cdsOf(cds), cdnskeysOf(cdnskey)];
			// RFC 8078, section 4: no key has the algorithm 0.
			const off = [digests, keys].findIndex((wished) => wished.some(({ algorithm }) => algorithm === 0));
			if (off >= 0) {
				const evidence = `A ${NAMES[off] ?? ''} record asks for DNSSEC to be switched off`;
				return { cases: [{ severity: 'high', evidence }] };
			}
			const cases = [
				digests.filter((wish) => !isThere(wish, published)),
				keys.filter((wish) => !published.some((each) => isOfKey(each, wish))),
			].flatMap((missing, index) => {
				const tags = [...new Set(missing.map(({ keyTag }) => keyTag))].join(', ');
				return tags === '' ? [] : [{ evidence: `${NAMES[index] ?? ''} of key ${tags}, and no DS for it` }];
			});
			return cases.length === 0 ? fine : { cases };
		}),
};

const NAMES = ['CDS', 'CDNSKEY'];

type OfKey = Pick<Ds, 'keyTag' | 'algorithm'>;
const isOfKey = (one: OfKey, other: OfKey): boolean =>
	one.keyTag === other.keyTag && one.algorithm === other.algorithm;

/** Several digest types of one key are one wish; another digest of a type that is there is another key with the same tag. */
function isThere(wish: Ds, published: readonly Ds[]): boolean {
	const ofKey = published.filter((each) => isOfKey(each, wish));
	const ofType = ofKey.filter(({ digestType }) => digestType === wish.digestType);
	return ofType.length === 0
		? ofKey.length > 0
		: ofType.some(({ digest }) => hex(digest) === hex(wish.digest));
}
