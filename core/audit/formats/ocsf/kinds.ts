import type { Thing } from './things';

/** OCSF's activities that our events fall under; `Other` needs a name of ours. */
export type Activity =
	'Create' | 'Read' | 'Update' | 'Delete' | 'Enroll' | 'Enable' | 'Disable' | 'Logon' | 'Close' | 'Other';

/** What an event is in OCSF's words. */
export type Meaning =
	| {
			readonly class: 'entity';
			readonly activity: Activity;
			readonly thing: Thing;
			readonly severity?: number;
	  }
	| { readonly class: 'api'; readonly activity: 'Read' | 'Other' }
	| { readonly class: 'authentication'; readonly activity: 'Logon' }
	| { readonly class: 'finding'; readonly activity: 'Create' | 'Update' | 'Close' };

const on = (thing: Thing, activity: Activity, severity?: number): Meaning => ({
	class: 'entity',
	activity,
	thing,
	...(severity === undefined ? {} : { severity }),
});

const MEDIUM = 3;
const HIGH = 4;

/**
 * What Keyturn's own entries mean. `Other` is what OCSF has no word for: a plan, a request, a decision. A kind that does
 * not stand here becomes a base event, which says no more than that it happened.
 */
export const ownKinds: Readonly<Record<string, Meaning>> = {
	'key registered': on('key', 'Enroll'),
	'key registered again': on('key', 'Update', MEDIUM),
	'rotation planned': on('key', 'Other'),
	'key created': on('key', 'Create'),
	'key refused': on('key', 'Other', MEDIUM),
	'key put into the vault by a person': on('secret', 'Create'),
	'value published': on('secret', 'Update'),
	'value verified': on('secret', 'Read'),
	'target left behind': on('secret', 'Other', HIGH),
	'old key disabled': on('key', 'Disable'),
	'old key not disabled': on('key', 'Other', MEDIUM),
	'old key not waited for': on('key', 'Other', HIGH),
	'old key said to be revoked': on('key', 'Other', MEDIUM),
	'old key taken for dead': on('key', 'Other', MEDIUM),
	'old key proved dead': on('key', 'Delete'),
	'key proved dead': on('key', 'Delete'),
	'roll back asked for': on('key', 'Other'),
	'roll back begun': on('key', 'Other', MEDIUM),
	'rolled back': on('secret', 'Update', MEDIUM),
	'end of grace asked for': on('key', 'Other'),
	'request dropped': on('key', 'Other', MEDIUM),
	'emergency declared': on('key', 'Other', HIGH),
	'zone change seen': on('zone', 'Update'),
	'zone change approved': on('zone', 'Other'),
	'zone change rejected': on('zone', 'Other'),
	'zone change went back': on('zone', 'Update'),
	'zone change ran out': on('zone', 'Other'),
	'zone question answered': on('zone', 'Other'),
	'zone backed up': on('backup', 'Create'),
	'zone backup checked': on('backup', 'Read'),
	'offline copy confirmed': on('backup', 'Other'),
	'log made': on('log', 'Create'),
	'log key rotated': on('logKey', 'Update'),
	'log key replaced': on('logKey', 'Update', HIGH),
	'export made': on('log', 'Read'),
	'more events than are noted': on('log', 'Other', MEDIUM),
	'alert opened': { class: 'finding', activity: 'Create' },
	'alert still open': { class: 'finding', activity: 'Update' },
	'alert closed': { class: 'finding', activity: 'Close' },
};

/** What the actions of other people's events mean. */
export const toldActions: Readonly<Record<string, Meaning>> = {
	'key created': on('key', 'Create'),
	'key changed': on('key', 'Update'),
	'key deleted': on('key', 'Delete'),
	'key disabled': on('key', 'Disable'),
	'key enabled': on('key', 'Enable'),
	'secret read': { class: 'api', activity: 'Read' },
	'secret listed': { class: 'api', activity: 'Read' },
	'secret written': on('secret', 'Update'),
	'secret deleted': on('secret', 'Delete'),
	'secret exported': { class: 'api', activity: 'Read' },
	login: { class: 'authentication', activity: 'Logon' },
	'dns changed': on('zone', 'Update'),
	'certificate changed': on('certificate', 'Update'),
	'audit changed': on('trail', 'Update', MEDIUM),
	'rotation failed': on('key', 'Update', MEDIUM),
	other: { class: 'api', activity: 'Other' },
};
