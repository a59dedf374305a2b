import { zoneOf } from '../../../../../core/dns/gather/zone';
import { TYPE } from '../../../../../core/dns/wire/types';
import type { Edit } from '../../../../fakes/dns/signed/world';
import { example, worldOf } from '../dnssec/worlds';

const world = worldOf(example(), { name: 'other.tld.' });
const soaOf = (name: string) => world.zone(name).get(name, TYPE.SOA);

test('the zone of a name is told by the SOA record at it or beside the answer', async () => {
	expect(await zoneOf('example.tld.', world.resolver())).toEqual({ apex: 'example.tld.' });
	expect(await zoneOf('www.example.tld.', world.resolver())).toEqual({ apex: 'example.tld.' });
});

test('the SOA record of a zone that the name does not lie in is passed over', async () => {
	const foreign: Edit = (message, { name }) =>
		name === 'example.tld.' ? { ...message, answer: [], authority: soaOf('other.tld.') } : message;
	expect(await zoneOf('example.tld.', world.resolver(foreign))).toEqual({ apex: 'tld.' });
	const before: Edit = (message, { name }) =>
		name === 'example.tld.' ? { ...message, answer: [...soaOf('other.tld.'), ...message.answer] } : message;
	expect(await zoneOf('example.tld.', world.resolver(before))).toEqual({ apex: 'example.tld.' });
});
