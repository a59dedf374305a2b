import type { IDataObject } from 'n8n-workflow';
import type { TargetChoice } from '../../core/operations/register-targets';
import { targets } from '../../core/targets';
import type { TargetDriver } from '../../core/targets/target';
import { refuseSecret } from '../../core/secret-shapes';
import { groupName } from '../shared/parameter-name';

/** The targets that the form of Register names, each kind in a group of its own. */
export function targetsOf(given: IDataObject[string]): TargetChoice[] {
	const groups = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
	return Object.values<TargetDriver>(targets).flatMap((driver) => {
		const rows = groups[groupName(driver.id)];
		return Array.isArray(rows) ? rows.map((row) => choiceOf(driver, row as Record<string, unknown>)) : [];
	});
}

function choiceOf({ id, title, fields }: TargetDriver, row: Readonly<Record<string, unknown>>): TargetChoice {
	const text = (name: string, label: string, kind: 'text' | 'id') => {
		const value = row[name];
		return refuseSecret(typeof value === 'string' ? value : '', `${title}, ${label}`, kind);
	};
	const settings = fields.map(({ name, label, id: isId }) => [
		name,
		text(name, label, isId === true ? 'id' : 'text'),
	]);
	return {
		kind: id,
		settings: Object.fromEntries(settings) as Record<string, string>,
		admin: text('admin', 'Admin Credential', 'text'),
	};
}
