import type { Message } from './wire/message';
import type { Name } from './wire/name';

/** What became of a question: an answer (which may say that there is nothing), or why there is none. */
export type Reply =
	{ readonly message: Message; readonly failed: null } | { readonly message: null; readonly failed: Failure };

export interface Failure {
	readonly kind: 'no answer' | 'refused' | 'rate limited' | 'unreadable' | 'over budget' | 'differs';
	/** One clause in plain words, for people: `dns.google answered 503`. */
	readonly what: string;
}

/** Asks one resolver. The same question is sent once in a run; it never throws. */
export interface Resolver {
	/** Where it is asked, for people. */
	readonly host: string;
	ask(name: Name, type: number): Promise<Reply>;
}
