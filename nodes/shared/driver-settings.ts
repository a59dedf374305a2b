import type { Field } from '../../core/fields';
import type { Ask } from './answer-items';
import { parameterName } from './parameter-name';

/** What a form holds for the fields of the chosen driver; what is empty is left out. */
export function settingsOf(
	ask: Ask,
	driver: string,
	fields: readonly Field[],
	options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
	const settings = fields.flatMap(({ name }): [string, string][] => {
		const parameter = parameterName(driver, name);
		const given = options[parameter] ?? ask<unknown>(parameter, '');
		return typeof given === 'string' && given.trim() !== '' ? [[name, given.trim()]] : [];
	});
	return Object.fromEntries(settings);
}
