import type { IDataObject } from 'n8n-workflow';
import type { Field } from '../../core/fields';
import type { Registration } from '../../core/operations/register';
import { NO_OWNER } from '../../core/operations/register-warnings';
import { providers } from '../../core/providers';
import { refuseSecret } from '../../core/secret-shapes';
import type { Ask } from '../shared/answer-items';
import { notGiven, textsIn } from '../shared/given';
import { parameterName } from '../shared/parameter-name';
import { targetsOf } from './targets';

type Smoke = NonNullable<Registration['smoke']>;

/** The form of Register, as the core takes it. */
export function registrationOf(ask: Ask): Registration {
	const given = ask<unknown>('keyName');
	const name = refuseSecret(typeof given === 'string' ? given.trim() : '', 'Key Name');
	const provider = ask('provider');
	const options = ask<IDataObject>('options', {});
	const text = (key: string, label: string, kind: 'text' | 'id' = 'text') =>
		refuseSecret(key in options ? textsIn(options[key], label).join() : '', label, kind);
	const number = (key: string, label: string) =>
		key in options ? { [key]: numberIn(options[key], label) } : {};
	return {
		name,
		app: text('app', 'App').trim() || appOf(name),
		owner: text('owner', 'Owner').trim() || NO_OWNER,
		risk: 'risk' in options ? riskIn(options['risk']) : 'normal',
		provider,
		providerSettings: settingsOf(provider, options, ask),
		admin: made(provider) === 'by a person' ? '' : ask('admin', ''),
		path: text('path', 'Vault Path'),
		field: text('field', 'Vault Field'),
		keyId: text('keyId', 'Key ID', 'id'),
		smoke: smokeOf(options['smoke']),
		targets: targetsOf(options['targets']),
		...number('cadenceDays', 'Rotate Every (Days)'),
		...number('graceHours', 'Grace (Hours)'),
		...number('cacheSeconds', 'Cache Time (Seconds)'),
		...number('delaySeconds', 'Longest Delay of a Request (Seconds)'),
		...number('observeSeconds', 'Watch Disabled Key (Seconds)'),
	};
}

function numberIn(given: unknown, label: string): number {
	const isText = typeof given === 'string' && given.trim() !== '';
	const number = typeof given === 'number' || isText ? Number(given) : NaN;
	if (Number.isFinite(number)) return number;
	throw notGiven(label, 'this is no number');
}

/** As the list names it, or as an item may write it. */
function riskIn(given: unknown): Registration['risk'] {
	const risk = String(given).trim().toLowerCase();
	if (risk === 'high' || risk === 'normal') return risk;
	throw notGiven('Risk', 'choose High or Normal');
}

const appOf = (name: string) => (name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : name);

const driverOf = (provider: string) => Object.values(providers).find(({ id }) => id === provider);
const made = (provider: string) => driverOf(provider)?.made;

function settingsOf(provider: string, options: IDataObject, ask: Ask): Record<string, string> {
	const fields: readonly Field[] = driverOf(provider)?.fields ?? [];
	return Object.fromEntries(
		fields.map(({ name, label, default: fallback = '', ...field }) => {
			const parameter = parameterName(provider, name);
			const given = isOption({ ...field, default: fallback })
				? (options[parameter] ?? fallback)
				: ask(parameter, '');
			const kind = field.id === true ? 'id' : 'text';
			return [name, refuseSecret(typeof given === 'object' ? '' : String(given), label, kind)];
		}),
	);
}

/** What has a default or may be left out stands under "Add option". */
export const isOption = (field: { readonly optional?: boolean; readonly default?: string }): boolean =>
	field.optional === true || (field.default ?? '') !== '';

function smokeOf(given: IDataObject[string]): Smoke | null {
	const test = (given as { test?: Partial<Smoke> } | undefined)?.test;
	if (test === undefined) return null;
	return {
		url: refuseSecret(test.url ?? '', 'Smoke Test, Address'),
		method: test.method ?? 'GET',
		sendAs: test.sendAs ?? 'none',
		header: refuseSecret(test.header ?? '', 'Smoke Test, Header Name'),
		expectStatus: test.expectStatus ?? 200,
	};
}
