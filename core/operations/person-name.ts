import { KeyturnError } from '../errors';

const MOST_LETTERS = 200;

/** What somebody has to put his name to, and how that is asked for. */
const acts = {
	decision: ['a decision needs the name of the person who makes it', 'Fill in who decides'],
	entry: ['an entry needs the name of the person who makes it', 'Fill in who notes it'],
	'change of keys': ['a change of keys needs the name of the person who makes it', 'Fill in who confirms'],
	revocation: ['this needs the name of the person who has revoked the key', 'Fill in who confirms'],
	answer: ['an answer needs the name of the person who gives it', 'Fill in who answers'],
} as const;

/** The name of a person as it stands in the audit log, without spaces around it. Throws BAD_INPUT for none or one too long. */
export function personName(typed: string, act: keyof typeof acts, where: string): string {
	const name = typed.trim();
	const [what, next] = acts[act];
	if (name === '' || name.length > MOST_LETTERS)
		throw new KeyturnError('BAD_INPUT', where, what, { next: `${next}; it stands in the audit log.` });
	return name;
}
