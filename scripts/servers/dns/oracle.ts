import { Reader } from '../../../core/dns/wire/bytes';
import { type Question, decodeMessage, encodeQuestion } from '../../../core/dns/wire/message';
import { readName } from '../../../core/dns/wire/name';
import { RCODE, TYPE } from '../../../core/dns/wire/types';
import { type Address, askBytes } from './ask';

/** What a validating resolver made of a question. */
export interface OracleAnswer {
	/** AD is `secure`, an answer without it `insecure`; SERVFAIL and silence stay what they are. */
	readonly says: 'secure' | 'insecure' | 'SERVFAIL' | 'no answer';
	readonly rcode: number;
	/** Why, where it says so (RFC 8914). */
	readonly extended: readonly ExtendedError[];
}

export interface ExtendedError {
	readonly code: number;
	readonly text: string;
}

const CHECKING_DISABLED = 0x10;
const AUTHENTIC = 0x20;
const EXTENDED_ERROR = 15;

/** Asks for DNSSEC records and leaves the checking to the resolver. */
export async function askOracle(
	server: Address,
	question: Question,
	timeoutMs: number,
): Promise<OracleAnswer> {
	const query = encodeQuestion(question);
	query[3]! &= ~CHECKING_DISABLED;
	let bytes: Uint8Array;
	try {
		bytes = await askBytes(server, query, timeoutMs);
	} catch {
		return { says: 'no answer', rcode: RCODE.SERVFAIL, extended: [] };
	}
	const { rcode } = decodeMessage(bytes);
	const authentic = (bytes[3]! & AUTHENTIC) !== 0;
	const says = rcode === RCODE.SERVFAIL ? 'SERVFAIL' : authentic ? 'secure' : 'insecure';
	return { says, rcode, extended: extendedErrors(bytes) };
}

/** The extended errors of a message, which stand in its OPT record (RFC 8914, section 2). Throws Malformed. */
export function extendedErrors(message: Uint8Array): ExtendedError[] {
	const reader = new Reader(message, 4);
	const [questions = 0, ...counts] = [1, 2, 3, 4].map(() => reader.u16());
	for (let index = 0; index < questions; index++) {
		readName(reader);
		reader.take(4);
	}
	const found: ExtendedError[] = [];
	for (let index = counts.reduce((sum, count) => sum + count, 0); index > 0; index--) {
		readName(reader);
		const type = reader.u16();
		reader.take(6);
		const options = new Reader(reader.take(reader.u16()));
		while (type === TYPE.OPT && options.left > 0) {
			const code = options.u16();
			const data = new Reader(options.take(options.u16()));
			if (code !== EXTENDED_ERROR) continue;
			found.push({ code: data.u16(), text: Buffer.from(data.rest()).toString('utf8') });
		}
	}
	return found;
}
