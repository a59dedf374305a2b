import { Budget } from '../../../../../core/dns/dnssec/budget';
import { nsec3Denial } from '../../../../../core/dns/dnssec/nsec3';
import { type DnsRecord, decodeMessage } from '../../../../../core/dns/wire/message';
import { TYPE } from '../../../../../core/dns/wire/types';
import { example, worldOf } from './worlds';

const ZONE = 'example.tld.';
const world = worldOf(example({ denial: { iterations: 1, optOut: false } }));
const proof = decodeMessage(world.answer({ name: 'none.example.tld.', type: TYPE.A })).authority.filter(
	({ type }) => type === TYPE.NSEC3,
);
const denied = (records: readonly DnsRecord[]) =>
	nsec3Denial(ZONE, records, new Budget()).noName('none.example.tld.');
/** The same hashes, at another place. */
const movedTo = (zone: string) => proof.map((each) => ({ ...each, name: each.name.replace(ZONE, zone) }));

test('NSEC3 records stand right below the top of their zone; others prove nothing of it', () => {
	expect(denied(proof)).toBe('proved');
	expect(denied(movedTo('sub.example.tld.'))).toBe('not proved');
	expect(denied(movedTo('other.tld.'))).toBe('not proved');
	expect(denied(movedTo('tld.'))).toBe('not proved');
});
