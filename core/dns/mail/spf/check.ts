import type { Lookups } from '../../lookup';
import { latin1 } from '../../wire/bytes';
import { labelsOf } from '../../wire/name';
import { TYPE } from '../../wire/types';
import { textsOf } from '../answer';
import { parseAddress } from '../../../ip-address';
import { type Piece, parseMacros } from './macro';
import { matches } from './mechanisms';
import { type Qualifier, type SpfRecord, isSpf, parseSpf } from './record';
import { SPF_LIMITS, Session, SpfError, type SpfLimits } from './session';
import { nameFor, shortened } from './target';

/** RFC 7208, section 2.6. */
export type SpfResult = 'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'temperror' | 'permerror';

export interface SpfQuestion {
	/** Where the connection comes from, IPv4 or IPv6. */
	readonly ip: string;
	/** Whose policy is asked for: the domain of the sender, or the HELO name. */
	readonly domain: string;
	/** The envelope's sender, or nothing for a bounce. */
	readonly sender: string;
	readonly helo: string;
	/** Who checks and when (ms since 1970), for explanations. */
	readonly receiver?: string;
	readonly now?: number;
}

export interface SpfAnswer {
	readonly result: SpfResult;
	/** What the domain wants to be told to who is refused; null when it says nothing. */
	readonly explanation: string | null;
	/** The term that decided, or what was wrong; null when nothing matched or there is no record. */
	readonly because: string | null;
	readonly lookups: number;
	readonly voids: number;
	/** Those of the void look-ups that another sender may not have. */
	readonly voidsBySender: number;
}

interface Outcome {
	readonly result: SpfResult;
	readonly because: string | null;
	/** Where the explanation of a refusal is to be found, and for which domain. */
	readonly explanation: { readonly pieces: readonly Piece[]; readonly domain: string } | null;
}

const RESULTS: Readonly<Record<Qualifier, SpfResult>> = {
	'+': 'pass',
	'-': 'fail',
	'~': 'softfail',
	'?': 'neutral',
};
const NONE: Outcome = { result: 'none', because: null, explanation: null };

/** Whether a domain lets somebody send in its name: check_host() of RFC 7208, section 4. */
export async function checkHost(
	question: SpfQuestion,
	lookups: Lookups,
	limits: SpfLimits = SPF_LIMITS,
): Promise<SpfAnswer> {
	const address = parseAddress(question.ip);
	if (address === null) throw new RangeError(`${question.ip} is no IP address`);
	const { receiver = 'unknown', now = 0 } = question;
	const session = new Session(
		{ address, sender: senderOf(question), helo: bytesOfText(question.helo), receiver, now },
		lookups,
		limits,
	);
	let outcome: Outcome;
	try {
		outcome = await evaluate(session, shortened(question.domain));
	} catch (error) {
		if (!(error instanceof SpfError)) throw error;
		outcome = { result: error.result, because: error.message, explanation: null };
	}
	const { result, because } = outcome;
	const explanation = result === 'fail' ? await explain(session, outcome.explanation) : null;
	const { lookups: asked, voids, voidsBySender } = session;
	return { result, explanation, because, lookups: asked, voids, voidsBySender };
}

/** Without a local part it is the postmaster's (RFC 7208, section 4.3). */
function senderOf({ sender, helo }: SpfQuestion): string {
	const at = sender.lastIndexOf('@');
	const domain = sender === '' ? helo : sender.slice(at + 1);
	return bytesOfText(`${at > 0 ? sender.slice(0, at) : 'postmaster'}@${domain}`);
}

const bytesOfText = (text: string): string => latin1(new TextEncoder().encode(text));

async function evaluate(session: Session, domain: string): Promise<Outcome> {
	const name = nameFor(domain);
	if (name === null || labelsOf(name).length < 2) return NONE;
	const records = textsOf((await session.ask(name, TYPE.TXT)).records).filter(isSpf);
	const [text] = records;
	if (text === undefined) return NONE;
	if (records.length > 1) throw new SpfError('permerror', `${domain} has ${records.length} SPF records`);
	const record = parseSpf(text);
	const [problem] = record.problems;
	if (problem !== undefined) throw new SpfError('permerror', problem);
	return evaluateRecord(session, record, domain);
}

async function evaluateRecord(session: Session, record: SpfRecord, domain: string): Promise<Outcome> {
	const explanation = record.explanation === null ? null : { pieces: record.explanation, domain };
	for (const { text, qualifier, mechanism } of record.directives) {
		const matched =
			mechanism.kind === 'include'
				? await included(session, mechanism.target, domain)
				: await matches(session, mechanism, domain);
		if (matched) return { result: RESULTS[qualifier], because: text, explanation };
	}
	if (record.redirect === null) return { result: 'neutral', because: null, explanation: null };
	session.count();
	const outcome = await evaluate(session, await session.domainOf(record.redirect, domain));
	if (outcome.result === 'none') throw new SpfError('permerror', 'the target of redirect has no SPF record');
	return outcome;
}

/** Only a pass of the other domain's policy matches (RFC 7208, section 5.2). */
async function included(session: Session, target: readonly Piece[], domain: string): Promise<boolean> {
	session.count();
	const other = await session.domainOf(target, domain);
	const { result } = await evaluate(session, other);
	if (result === 'none') throw new SpfError('permerror', `${other} is included and has no SPF record`);
	return result === 'pass';
}

/** What goes wrong here leaves the result as it is, without an explanation (RFC 7208, section 6.2). */
async function explain(session: Session, from: Outcome['explanation']): Promise<string | null> {
	if (from === null) return null;
	try {
		const name = nameFor(await session.domainOf(from.pieces, from.domain));
		if (name === null) return null;
		const [text, ...more] = textsOf((await session.ask(name, TYPE.TXT)).records);
		if (text === undefined || more.length > 0 || /[^\x20-\x7e]/.test(text)) return null;
		const pieces = parseMacros(text, 'explanation');
		return typeof pieces === 'string' ? null : await session.filled(pieces, from.domain);
	} catch (error) {
		if (error instanceof SpfError) return null;
		throw error;
	}
}
