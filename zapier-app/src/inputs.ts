import type { Bundle } from 'zapier-platform-core';
import { KeyturnError } from '../../core/errors';
import { refuseSecret } from '../../core/secret-shapes';

interface Field {
	readonly key: string;
	readonly label: string;
}

/** What a field holds, without spaces around it; '' when it was left open. Throws BAD_INPUT for what looks like a secret. */
export function given({ inputData }: Bundle, { key, label }: Field, kind: 'text' | 'id' = 'text'): string {
	const text: unknown = inputData[key];
	return refuseSecret(typeof text === 'string' ? text.trim() : '', label, kind);
}

/** What stands in the help of a field that is read with `fixed`. */
export const fixedNote = 'Fill it in here: a value from an earlier step is refused.';

/**
 * The same, for what only the Zap's author decides and no step before: what cannot be taken back, and where requests go.
 * Zapier tells what was typed into the field before it put values into it.
 */
export function fixed(bundle: Bundle, field: Field, kind: 'text' | 'id' = 'text'): string {
	const text = given(bundle, field, kind);
	const raw: unknown = (bundle.inputDataRaw as Bundle['inputDataRaw'] | undefined)?.[field.key] ?? '';
	if (typeof raw === 'string' && !raw.includes('{{') && raw.trim() === text) return text;
	throw new KeyturnError(
		'BAD_INPUT',
		field.label,
		'it must be chosen by hand, not taken from an earlier step',
		{
			next: 'Fill it in by hand in the step itself, so that nothing that comes in can change it.',
		},
	);
}
