import { parseIp4, parseIp6 } from '../../../ip-address';
import type { ToldEvent } from '../told-event';
import type { AuditEntry } from '../../entry';
import type { Activity, Meaning } from './kinds';
import { entityOf } from './things';

/** What a class of OCSF 1.8.0 says of itself in each of its events. */
export interface EventClass {
	readonly uid: number;
	readonly name: string;
	readonly category: number;
	readonly categoryName: string;
}

const iam = { category: 3, categoryName: 'Identity & Access Management' };

/** None of them is deprecated in 1.9: Account Change (3001) and User Access (3005) are, and so stand nowhere here. */
export const classes = {
	entity: { uid: 3004, name: 'Entity Management', ...iam },
	authentication: { uid: 3002, name: 'Authentication', ...iam },
	api: { uid: 6003, name: 'API Activity', category: 6, categoryName: 'Application Activity' },
	finding: { uid: 2004, name: 'Detection Finding', category: 2, categoryName: 'Findings' },
	base: { uid: 0, name: 'Base Event', category: 0, categoryName: 'Uncategorized' },
} as const satisfies Record<string, EventClass>;

export const activityIds: Readonly<Record<Activity, number>> = {
	...{
		Logon: 1,
		Create: 1,
		Read: 2,
		Update: 3,
		Delete: 4,
		Enroll: 6,
		Enable: 8,
		Disable: 9,
		Close: 3,
		Other: 99,
	},
};

/** The members that a class asks for besides those of every event. What nobody said is called so, never left to guess. */
export function membersOf(meaning: Meaning, entry: AuditEntry, told: ToldEvent | null): object {
	if (meaning.class === 'finding') return findingOf(entry);
	const user = { name: said(told?.actor ?? entry.actor) };
	const by = { actor: told === null ? { app_name: 'Keyturn', user } : { user } };
	if (meaning.class === 'entity')
		return { ...by, entity: entityOf(meaning.thing, said(told?.target ?? entry.key)) };
	const service = { name: said(told?.source ?? '') };
	const src_endpoint = endpointOf(told?.from ?? '');
	return meaning.class === 'authentication'
		? { user, service, src_endpoint }
		: { ...by, api: { operation: said(told?.operation ?? ''), service }, src_endpoint };
}

/** An alert of ours, under the id of its incident. */
function findingOf({ facts }: AuditEntry): object {
	const text = (name: string) => said(typeof facts[name] === 'string' ? facts[name] : '');
	return {
		is_alert: true,
		finding_info: { uid: text('incident'), title: text('rule'), desc: text('sentence') },
	};
}

const said = (text: string): string => (text === '' ? 'not said' : text);

/** Only what is an address is called one. */
const endpointOf = (from: string): object =>
	(parseIp4(from) ?? parseIp6(from)) === null ? { name: said(from) } : { ip: from };
