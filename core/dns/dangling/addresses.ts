import { type Addressed, privateMeaning } from '../delegation/addresses';
import { type Looked, notSeen, seen } from '../finding';
import { type Lookups, answered } from '../lookup';
import { reverseName, showAddress } from '../../ip-address';
import { type Name, isUnder, parseName, shown } from '../wire/name';
import { readable } from '../wire/readable';
import { readTarget } from '../wire/records';
import { TYPE } from '../wire/types';

/** An address that a cloud hands to another customer once it is released. Whose it is now cannot be seen from outside. */
export interface CloudAddress {
	readonly name: Name;
	readonly address: string;
	/** What the address is called by whoever it belongs to. */
	readonly reverse: Name;
	readonly cloud: string;
}

/**
 * What clouds call their customers' addresses, unless the customer sets a name: from the names in public mail headers. A
 * cloud that gives its addresses no name is not known by this.
 */
const CLOUDS: ReadonlyArray<readonly [ending: Name, cloud: string]> = [
	['compute.amazonaws.com.', 'Amazon EC2'],
	['compute-1.amazonaws.com.', 'Amazon EC2'],
	['bc.googleusercontent.com.', 'Google Cloud'],
	['ip.linodeusercontent.com.', 'Linode'],
	['members.linode.com.', 'Linode'],
	['vultrusercontent.com.', 'Vultr'],
	['clients.your-server.de.', 'Hetzner'],
];

/**
 * Looks up what the addresses of names are called, each address once: one question each, at most `most`. Where a name is
 * an alias, whose the address is is the business of where it leads.
 */
export async function lookCloudAddresses(
	names: readonly Addressed[],
	lookups: Lookups,
	most: number,
): Promise<readonly Looked<CloudAddress | null>[]> {
	const unseen: Looked<null>[] = [];
	const found = new Map<string, { readonly name: Name; readonly address: Uint8Array }>();
	for (const { name, lookup } of names) {
		const answer = 'seen' in lookup ? answered(lookup.seen) : lookup;
		if ('notSeen' in answer) unseen.push(answer);
		else if (answer.seen.aliases.length === 0)
			for (const { data } of answer.seen.records)
				if (privateMeaning(data) === null) found.set(showAddress(data), { name, address: data });
	}
	const looked = [...found].map(async ([address, of], index) =>
		index < most
			? await calledBy(of.name, of.address, lookups)
			: notSeen(`${address}: only ${most} addresses are looked at in one run`),
	);
	return [...(await Promise.all(looked)), ...unseen];
}

async function calledBy(
	name: Name,
	address: Uint8Array,
	lookups: Lookups,
): Promise<Looked<CloudAddress | null>> {
	const answer = answered(await lookups.look(parseName(reverseName(address)), TYPE.PTR));
	if ('notSeen' in answer) return notSeen(`what ${shown(name)} leads to: ${answer.notSeen}`);
	for (const reverse of readable(answer.seen.records, readTarget)) {
		const cloud = CLOUDS.find(([ending]) => isUnder(reverse, ending))?.[1];
		if (cloud !== undefined) return seen({ name, address: showAddress(address), reverse, cloud });
	}
	return seen(null);
}
