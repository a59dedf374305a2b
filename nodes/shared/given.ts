import { KeyturnError } from '../../core/errors';

/** A whole number as a form or an expression gives it; null for anything else, and for what gave nothing. */
export function wholeNumber(given: unknown): number | null {
	const text = typeof given === 'number' || typeof given === 'string' ? String(given).trim() : '';
	return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** What a field for texts holds, typed or from an expression that gives one or a list of them. Throws BAD_INPUT. */
export function textsIn(given: unknown, label: string): string[] {
	const parts: readonly unknown[] = Array.isArray(given) ? given : [given];
	if (parts.every((part) => typeof part === 'string' || typeof part === 'number')) return parts.map(String);
	throw notGiven(label, 'this is no text');
}

/** For an expression that gives nothing, or what no form could hold: a field that was filled in is not passed over. */
export const notGiven = (label: string, what: string) =>
	new KeyturnError('BAD_INPUT', label, what, {
		next: 'Look what the expression in this field gives for this item, or remove the field.',
	});
