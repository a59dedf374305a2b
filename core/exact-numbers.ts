import { KeyturnError } from './errors';

const TOKEN = /("(?:[^"\\]+|\\.)*")(\s*:)?|[{[]|[}\]]|-?\d[\d.eE+-]*/g;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const SHOWABLE = /^[\w.-]{1,64}$/;

/**
 * The first field of an entry, as the vault answers it, with a number that JavaScript reads as another: it would be
 * written back altered, and nobody would notice. Null when there is none.
 */
export function inexactField(body: string): string | null {
	/** The member that is read at each depth; '' in a list. */
	const at: string[] = [''];
	for (const [token, text, colon] of body.matchAll(TOKEN)) {
		if (text !== undefined) {
			if (colon !== undefined) at[at.length - 1] = JSON.parse(text) as string;
		} else if (token === '{' || token === '[') at.push('');
		else if (token === '}' || token === ']') at.pop();
		else if (at[1] === 'data' && at[2] === 'data' && at.length > 3 && !isExact(token)) return at[3] ?? '';
	}
	return null;
}

/** Throws for an entry that could not be written back as it is. */
export function refuseInexact(where: string, field: string | null): void {
	if (field === null) return;
	const named = SHOWABLE.test(field) ? `the field ${field}` : 'a field';
	throw new KeyturnError(
		'BAD_INPUT',
		where,
		`${named} beside the key holds a number with more digits than could be written back unaltered`,
		{
			next: 'Store that number as a text in the vault’s own page, in quotation marks, then run again. Nothing was changed.',
		},
	);
}

const isExact = (token: string): boolean => worth(token) === worth(String(Number(token)));

/** One spelling for each number: its digits without zeros at either end, and the power of ten behind them. */
function worth(token: string): string {
	const [, sign, whole = '', part = '', power = '0'] = NUMBER.exec(token) ?? [];
	if (sign === undefined) return token;
	const digits = `${whole}${part}`.replace(/^0+/, '');
	const kept = digits.replace(/0+$/, '');
	return kept === ''
		? '0'
		: `${sign}${kept}e${String(Number(power) - part.length + digits.length - kept.length)}`;
}
