import { type Lookup, type Lookups, answered } from '../../lookup';
import { readTarget } from '../../wire/records';
import { type Name, isUnder, shown } from '../../wire/name';
import { TYPE } from '../../wire/types';
import { readable } from '../../wire/readable';
import { type Address, dottedAddress, reverseName, showAddress } from '../../../ip-address';
import { type Piece, expand } from './macro';
import { nameFor, shortened } from './target';

export interface SpfLimits {
	/** Terms that ask the DNS. */
	readonly lookups: number;
	/** Terms whose question has no answer. */
	readonly voids: number;
	/** Mail servers of one `mx`, and names of one address, that are looked at. */
	readonly names: number;
}

/** RFC 7208, section 4.6.4. */
export const SPF_LIMITS: SpfLimits = { lookups: 10, voids: 2, names: 10 };

/** Ends an evaluation with the result (RFC 7208, sections 2.6.6 and 2.6.7). */
export class SpfError extends Error {
	readonly result: 'temperror' | 'permerror';
	constructor(result: 'temperror' | 'permerror', what: string) {
		super(what);
		this.result = result;
	}
}

export interface Mail {
	readonly address: Address;
	/** `local@domain`, one character a byte. */
	readonly sender: string;
	readonly helo: string;
	/** Who checks, and when in ms since 1970; both appear in explanations only. */
	readonly receiver: string;
	readonly now: number;
}

/** What a term asks about. */
export interface Asked {
	readonly name: Name;
	/** True when the name is made of who sends. */
	readonly bySender: boolean;
}

/** One evaluation: it asks, counts what it asks, and knows what macros stand for. */
export class Session {
	readonly mail: Mail;
	readonly limits: SpfLimits;
	readonly #lookups: Lookups;
	lookups = 0;
	voids = 0;
	/** Those of them that another sender may not have: their names are made of who sends. */
	voidsBySender = 0;

	constructor(mail: Mail, lookups: Lookups, limits: SpfLimits) {
		this.mail = mail;
		this.#lookups = lookups;
		this.limits = limits;
	}

	/** Counts a term that asks. */
	count(): void {
		if (++this.lookups > this.limits.lookups)
			throw new SpfError('permerror', `more than ${this.limits.lookups} look-ups`);
	}

	async ask(name: Name, type: number): Promise<Lookup> {
		const answer = answered(await this.#lookups.look(name, type));
		if ('notSeen' in answer) throw new SpfError('temperror', answer.notSeen);
		return answer.seen;
	}

	/** The question that a term is about: no answer to it is a void look-up. `bySender`: its name is made of who sends. */
	async askCounted({ name, bySender }: Asked, type: number): Promise<Lookup> {
		const lookup = await this.ask(name, type);
		if (lookup.records.length > 0) return lookup;
		if (bySender) this.voidsBySender++;
		if (++this.voids > this.limits.voids)
			throw new SpfError('permerror', `more than ${this.limits.voids} void look-ups`);
		return lookup;
	}

	get addressType(): number {
		return this.mail.address.length === 4 ? TYPE.A : TYPE.AAAA;
	}

	/** The domain that pieces spell, as text. */
	async domainOf(pieces: readonly Piece[], domain: string): Promise<string> {
		return shortened(await this.filled(pieces, domain));
	}

	async filled(pieces: readonly Piece[], domain: string): Promise<string> {
		return expand(pieces, (letter) => this.#values[letter]?.(domain) ?? '');
	}

	/** What each macro stands for (RFC 7208, section 7.2). */
	readonly #values: Readonly<Record<string, (domain: string) => string | Promise<string>>> = {
		s: () => this.mail.sender,
		l: () => this.mail.sender.slice(0, this.mail.sender.lastIndexOf('@')),
		o: () => this.mail.sender.slice(this.mail.sender.lastIndexOf('@') + 1),
		d: (domain) => domain,
		i: () => dottedAddress(this.mail.address),
		p: (domain) => this.#validatedName(domain),
		v: () => (this.mail.address.length === 4 ? 'in-addr' : 'ip6'),
		h: () => this.mail.helo,
		c: () => showAddress(this.mail.address),
		r: () => this.mail.receiver,
		t: () => String(Math.floor(this.mail.now / 1000)),
	};

	/** The address's names that lead back to it (RFC 7208, section 5.5). What cannot be looked up is no name. */
	async validatedNames(counted: boolean): Promise<Name[]> {
		const reverse = nameFor(reverseName(this.mail.address));
		if (reverse === null) return [];
		const lookup = await tolerant(
			counted ? this.askCounted({ name: reverse, bySender: true }, TYPE.PTR) : this.ask(reverse, TYPE.PTR),
		);
		const names = readable(lookup?.records ?? [], readTarget).slice(0, this.limits.names);
		const leadsBack = await Promise.all(
			names.map(async (name) => {
				const back = await tolerant(this.ask(name, this.addressType));
				return (
					back?.records.some(({ data }) => showAddress(data) === showAddress(this.mail.address)) ?? false
				);
			}),
		);
		return names.filter((_, index) => leadsBack[index]);
	}

	/** The domain itself or a name under it is preferred (RFC 7208, section 7.3). */
	async #validatedName(domain: string): Promise<string> {
		const names = await this.validatedNames(false);
		const own = nameFor(domain);
		const best =
			names.find((name) => name === own) ??
			names.find((name) => own !== null && isUnder(name, own)) ??
			names[0];
		return best === undefined ? 'unknown' : shown(best);
	}
}

/** An error of the DNS is as good as no answer here; a limit is not. */
async function tolerant(asked: Promise<Lookup>): Promise<Lookup | null> {
	try {
		return await asked;
	} catch (error) {
		if (error instanceof SpfError && error.result === 'temperror') return null;
		throw error;
	}
}
