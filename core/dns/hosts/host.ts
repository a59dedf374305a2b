import type { Field } from '../../fields';
import type { Host } from '../../ports';
import type { Secret } from '../../secret';
import type { Looked } from '../finding';
import type { DnsRecord } from '../wire/message';
import type { Name } from '../wire/name';
import type { TypeName } from '../wire/types';

/** A record that the host answers with something else than it keeps, or that has no form in a master file. */
export interface Special {
	readonly name: Name;
	/** As the host calls it: `ALIAS`. */
	readonly type: string;
	/** What the host keeps there, so that a change of it is a change of the zone. */
	readonly value: string;
	readonly why: 'proxied' | 'flattened' | 'made when asked' | 'switched off';
}

/** A zone as its host has it, asked for in two ways that check each other. */
export interface ZoneCopy {
	/** What is in the zone file that the host makes, without what has no form in one. */
	readonly records: readonly DnsRecord[];
	/** What the host lists one by one. */
	readonly listed: readonly DnsRecord[];
	/** Listed records that could not be read, as `name TYPE`: with any, the two cannot be compared. */
	readonly unread: readonly string[];
	readonly special: readonly Special[];
	/** The host's own form, for a restore at the same host: the members that the driver names, and nothing else. */
	readonly native: object;
}

/** What the host tells of the token. */
export interface Reach {
	/** How many zones it reaches. */
	readonly zones: Looked<number>;
	/** Whether it may change anything, where reading is enough. */
	readonly mayWrite: Looked<boolean>;
}

/** One account at a company or server that keeps DNS zones. Only reads. */
export interface DnsHost {
	/** Where the admin credential goes. */
	readonly origin: string;
	/**
	 * Throws NOT_LISTED when the token does not reach the zone, UNEXPECTED_ANSWER with the line when the zone file holds
	 * what cannot be read, RATE_LIMITED with the wait.
	 */
	copy(zone: Name): Promise<ZoneCopy>;
	/** Never throws: what cannot be looked at is not seen. */
	reach(zone: Name): Promise<Reach>;
}

export interface DnsHostDriver<Setting extends string = string> {
	readonly id: string;
	readonly title: string;
	/** The page of its API. */
	readonly docs: string;
	/** What the admin credential has to be allowed, and should not be allowed more than. */
	readonly rights: string;
	/** How a token gets narrower, in one sentence for people. */
	readonly narrower: string;
	/** Types that stand at the top of its zone files and not in its lists. */
	readonly unlisted: readonly TypeName[];
	readonly fields: ReadonlyArray<Field<Setting>>;
	/** Throws BAD_INPUT or ADDRESS for a setting that cannot be right. Sends nothing. */
	open(settings: Readonly<Record<string, string>>, admin: Secret, host: Host): DnsHost;
}
