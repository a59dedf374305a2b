import { KeyturnError } from '../errors';

/** The field of a vault's entry that holds the value. */
export function fieldName(text: string | undefined): string {
	const name = text?.trim() || 'value';
	if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(name) || name === '__proto__')
		throw new KeyturnError('BAD_INPUT', 'Vault Field', 'use letters, digits and _ . -');
	return name;
}

/** A name of people's own, in one line. */
export function line(text: string, where: string): string {
	const trimmed = text.trim();
	if (trimmed === '' || trimmed.length > 200 || /[\u0000-\u001f]/.test(trimmed))
		throw new KeyturnError('BAD_INPUT', where, 'use one line of 1 to 200 characters');
	return trimmed;
}

export function bounded(value: number, where: string, least: number, most: number): number {
	if (!Number.isFinite(value) || value < least || value > most)
		throw new KeyturnError('BAD_INPUT', where, `use a number from ${String(least)} to ${String(most)}`);
	return value;
}
