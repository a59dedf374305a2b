import { readFile, rm } from 'node:fs/promises';

import { parseZoneFile } from '../../../core/dns/zone-file/read';
import { zoneText } from '../../../core/dns/zone-file/write';
import { compiledByBind, loadIn } from '../../../scripts/servers/dns/load';
import { usualPlan, zoneName } from '../../../scripts/servers/dns/names';
import { installPrograms } from '../../../scripts/servers/dns/packages';
import { zoneText as labText } from '../../../scripts/servers/dns/records';
import { signZone } from '../../../scripts/servers/dns/sign';
import { type ZoneId, zoneOf } from '../../../scripts/servers/dns/zones';
import { newRunFolder } from '../../../scripts/servers/processes';
import { randomZone } from '../../fakes/dns/random-zone';
import { exercised } from '../exercised';

const ZONE = 'hostile.test.';
const oneForm = (zone: string, text: string) => zoneText(parseZoneFile(zone, text).records);

// Names and texts that hold whatever means something in a file.
describe.each([1, 2, 3])('a hostile zone (%i) in the form that Keyturn writes', (seed) => {
	const text = zoneText(randomZone(seed, ZONE, 120));

	it.each(['nsd', 'named'] as const)('%s serves from it exactly what was written', async (server) => {
		expect(zoneText(await loadIn(server, ZONE, text))).toBe(text);
		exercised(server === 'named' ? 'bind' : 'nsd');
	});

	it('what BIND writes of it reads as the same zone', async () => {
		expect(oneForm(ZONE, await compiledByBind(ZONE, text))).toBe(text);
	});
});

describe.each<ZoneId>(['good-p256', 'good-ed448', 'good-nsec3-optout'])('the lab’s zone %s', (id) => {
	const zone = zoneName(usualPlan, id);

	it('reads, before and after it is signed, as BIND reads it', async () => {
		await installPrograms(['dnssec-keygen', 'dnssec-signzone']);
		const folder = await newRunFolder('signed');
		try {
			const plain = labText(usualPlan, id);
			const { file } = await signZone(folder, zone, plain, zoneOf(id));
			for (const [text, least] of [
				[plain, 10],
				[await readFile(file, 'latin1'), 40],
			] as const) {
				const ours = oneForm(zone, text);
				expect(ours.split('\n').length).toBeGreaterThan(least);
				expect(ours).toBe(oneForm(zone, await compiledByBind(zone, text)));
				expect(ours).toBe(zoneText(await loadIn('nsd', zone, ours)));
			}
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	});
});
