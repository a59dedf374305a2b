import { KeyturnError } from '../../errors';
import { refuseSecret } from '../../secret-shapes';
import { parseDomain } from '../domain';
import type { Name } from '../wire/name';

const MOST_DOMAINS = 10_000;
const MOST_SHOWN = 100;

/** Why an entry of a list is no domain, and which one it is. */
export interface Refused {
	/** From 1. */
	readonly position: number;
	/** What stands there; '' where it looks like a secret. */
	readonly typed: string;
	readonly sentence: string;
	readonly next: string;
}

/** What somebody gave as a list: the domains, each once and in order, and what is none. */
export interface DomainList {
	readonly domains: readonly Name[];
	readonly refused: readonly Refused[];
}

/**
 * Reads domains out of a text (commas, semicolons, spaces or new lines between them) or lists of texts. Throws BAD_INPUT for an empty
 * list, and for one of more than 10,000.
 */
export function readDomains(given: unknown): DomainList {
	const texts = ([given].flat(3) as readonly unknown[])
		.flatMap((each) => (typeof each === 'string' ? each.split(/[\s,;]+/) : [each]))
		.filter((each) => each !== '' && each !== null && each !== undefined);
	if (texts.length === 0)
		throw refusal('there is none in the list', 'Name at least one, such as example.com.');
	const domains = new Set<Name>();
	const refused: Refused[] = [];
	for (const [index, text] of texts.entries()) {
		const domain = read(text, index + 1);
		if (typeof domain === 'string') domains.add(domain);
		else refused.push(domain);
	}
	if (domains.size + refused.length > MOST_DOMAINS)
		throw refusal(
			`there are more than ${MOST_DOMAINS.toLocaleString('en')} in the list`,
			'Divide them among portfolios, each with a name of its own.',
		);
	return { domains: [...domains], refused };
}

function read(text: unknown, position: number): Name | Refused {
	const typed = typeof text === 'string' ? text : '';
	try {
		return parseDomain(typed);
	} catch (error) {
		if (!(error instanceof KeyturnError)) throw error;
		const sentence = `Domain ${position} of the list cannot be looked at: ${error.message}.`;
		return { position, typed: harmless(typed), sentence, next: error.next };
	}
}

function harmless(typed: string): string {
	try {
		return refuseSecret(typed.slice(0, MOST_SHOWN), 'Domains');
	} catch {
		return '';
	}
}

const refusal = (what: string, next: string) => new KeyturnError('BAD_INPUT', 'Domains', what, { next });
