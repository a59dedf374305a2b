import { join } from 'node:path';

import type { Name } from '../../../core/dns/wire/name';
import { type Ds, dsOf, dsText } from './ds';
import { type Plan, tldName, zoneName } from './names';
import { rootText, tldText, zoneText } from './records';
import { type Signed, signZone } from './sign';
import { type Zone, zoneIds, zoneOf } from './zones';

/** Zone files for the three name servers, by the name of the zone, and what to trust. */
export interface Tree {
	readonly root: ZoneFiles;
	readonly tld: ZoneFiles;
	readonly zones: ZoneFiles;
	/** The root's DS, as a resolver is given it. */
	readonly anchor: Ds;
}

export type ZoneFiles = ReadonlyMap<Name, string>;

/** How the two zones above the others are signed. */
const above = {
	tld: { about: 'P-256, NSEC3', algorithms: ['ECDSAP256SHA256'], nsec3: { iterations: 0, salt: '-' } },
	root: { about: 'RSA, NSEC', algorithms: ['RSASHA256'] },
} as const satisfies Readonly<Record<string, Zone>>;

/** Makes fresh keys and signs everything, from the bottom up. */
export async function buildTree(folder: string, plan: Plan): Promise<Tree> {
	const made = await Promise.all(
		zoneIds.map(async (id): Promise<readonly [Name, Signed]> => {
			const name = zoneName(plan, id);
			return [name, await signZone(join(folder, id), name, zoneText(plan, id), zoneOf(id))];
		}),
	);
	const tldSigned = await signZone(
		join(folder, 'tld'),
		tldName(plan),
		tldText(
			plan,
			made.flatMap(([, { ds }]) => ds),
		),
		above.tld,
	);
	const root = await signZone(join(folder, 'root'), '.', rootText(plan, tldSigned.ds), above.root);
	const served = made.filter((_, index) => zoneOf(zoneIds[index]!).dead !== true);
	return {
		root: new Map([['.', root.file]]),
		tld: new Map([[tldName(plan), tldSigned.file]]),
		zones: new Map(served.map(([name, { file }]) => [name, file])),
		anchor: dsOf('.', root.keySigning[0]!.data, 2),
	};
}

export const anchorText = (anchor: Ds): string => `. DS ${dsText(anchor)}`;
