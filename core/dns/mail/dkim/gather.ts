import { type Looked, notSeen, seen } from '../../finding';
import { type Lookups, answered } from '../../lookup';
import { type Name, shown } from '../../wire/name';
import { RCODE, TYPE } from '../../wire/types';
import { textsOf } from '../answer';
import { nameFor } from '../spf/target';
import { type DkimKey, isDkim, parseDkim } from './key';

/** What stands at one selector. */
export interface DkimLook {
	readonly selector: string;
	/** True when the user named it; the others are guesses. */
	readonly isGiven: boolean;
	/** None when there is no such selector: nobody can list them, so that says nothing. */
	readonly keys: Looked<readonly DkimKey[]>;
}

/**
 * Selectors that big mail services use, for domains whose user named none: Google Workspace, Microsoft 365, and what
 * many servers are set up with. Each costs one question.
 * Sources: https://support.google.com/a/answer/180504, https://learn.microsoft.com/defender-office-365/email-authentication-dkim-configure
 */
export const COMMON_SELECTORS: readonly string[] = ['google', 'selector1', 'default'];

const SELECTOR = /^[a-z0-9](?:[a-z0-9_.-]{0,200}[a-z0-9])?$/i;
/** Selectors that are looked at in one run. */
const MOST = 10;

/** Reads the keys of the selectors that are given, and of the common ones. */
export async function lookDkim(
	domain: Name,
	selectors: readonly string[],
	lookups: Lookups,
): Promise<readonly DkimLook[]> {
	const given = selectors
		.map((selector) => selector.trim().toLowerCase())
		.filter((each) => SELECTOR.test(each));
	const all = [...new Set([...given, ...COMMON_SELECTORS])];
	return Promise.all(
		all.map(async (selector, index) => ({
			selector,
			isGiven: given.includes(selector),
			keys:
				index < MOST
					? await keysAt(selector, domain, lookups)
					: notSeen(`selector ${selector}: no more than ${MOST} are looked up`),
		})),
	);
}

async function keysAt(selector: string, domain: Name, lookups: Lookups): Promise<DkimLook['keys']> {
	const name = nameFor(`${selector}._domainkey.${shown(domain)}`);
	if (name === null) return seen([]);
	const answer = answered(await lookups.look(name, TYPE.TXT));
	if ('notSeen' in answer) return answer;
	return seen(
		answer.seen.rcode === RCODE.NXDOMAIN ? [] : textsOf(answer.seen.records).filter(isDkim).map(parseDkim),
	);
}
