import { zoneOf } from '../../../../../core/dns/gather/zone';
import type { Lookups } from '../../../../../core/dns/lookup';
import type { Name } from '../../../../../core/dns/wire/name';
import { TYPE } from '../../../../../core/dns/wire/types';
import type { Edit } from '../../../../fakes/dns/signed/world';
import { example, worldOf } from '../dnssec/worlds';

const world = worldOf(example(), { name: 'other.tld.' });
const soaOf = (name: string) => world.zone(name).get(name, TYPE.SOA);

/** Both resolvers say the same, and nothing is signed. */
const toldBy = (domain: Name, edit?: Edit) =>
	zoneOf(domain, {
		own: world.resolver(edit),
		again: world.resolver(edit),
		lookups: { look: async () => ({ verdict: { security: 'insecure' } }) } as unknown as Lookups,
	});

test('the zone of a name is told by the SOA record at it or beside the answer', async () => {
	expect(await toldBy('example.tld.')).toEqual({ apex: 'example.tld.' });
	expect(await toldBy('www.example.tld.')).toEqual({ apex: 'example.tld.' });
});

test('the SOA record of a zone that the name does not lie in is passed over', async () => {
	const foreign: Edit = (message, { name }) =>
		name === 'example.tld.' ? { ...message, answer: [], authority: soaOf('other.tld.') } : message;
	expect(await toldBy('example.tld.', foreign)).toEqual({ apex: 'tld.' });
	const before: Edit = (message, { name }) =>
		name === 'example.tld.' ? { ...message, answer: [...soaOf('other.tld.'), ...message.answer] } : message;
	expect(await toldBy('example.tld.', before)).toEqual({ apex: 'example.tld.' });
});
