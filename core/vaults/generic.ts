import { KeyturnError } from '../errors';
import type { VaultDriver } from './vault';

/** What a form for all vaults asks: a host that allows one form (Zapier) cannot show each vault's own fields. */
export const genericNames = ['address', 'identity', 'credential', 'realm', 'scope'] as const;
export type GenericName = (typeof genericNames)[number];

/** One of those questions, put to the users of one vault. */
export interface GenericPart {
	/** A row of the table in the form: a few words without a full stop, what goes in verbatim between backticks. */
	readonly help: string;
	/** Takes the answer apart: its named groups are the names of the driver's own fields. */
	readonly form: RegExp;
}

export interface GenericForm<Name extends string = string> {
	/** Settings that are the same for everybody who comes by this form. */
	readonly fixed: Readonly<Partial<Record<Name, string>>>;
	/** A question that is missing here is left unanswered for this vault. */
	readonly parts: Readonly<Partial<Record<GenericName, GenericPart>>>;
}

/**
 * The driver's own settings, from the answers to the generic questions. Throws BAD_INPUT, without a word of the answer,
 * for one that has not the form or is of no use to this vault.
 */
export function settingsFrom(
	{ title, generic }: Pick<VaultDriver, 'title' | 'generic'>,
	answers: Readonly<Partial<Record<GenericName, string>>>,
): Record<string, string> {
	const settings = { ...(generic.fixed as Record<string, string>) };
	for (const name of genericNames) {
		const answer = answers[name]?.trim() ?? '';
		if (answer === '') continue;
		const part = generic.parts[name];
		if (part === undefined)
			throw new KeyturnError('BAD_INPUT', `Vault login, ${name}`, `leave it empty for ${title}`);
		const groups = part.form.exec(answer)?.groups;
		if (groups === undefined)
			throw new KeyturnError('BAD_INPUT', `Vault login, ${name}`, `for ${title} it is the ${part.help}`);
		for (const [setting, value] of Object.entries(groups) as [string, string | undefined][])
			if (value !== undefined) settings[setting] = value.trim();
	}
	return settings;
}
