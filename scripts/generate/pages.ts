import type { Field } from '../../core/fields';
import type { DnsHostDriver } from '../../core/dns/hosts/host';
import type { ProviderDriver } from '../../core/providers/provider';
import type { TargetDriver } from '../../core/targets/target';
import type { VaultDriver } from '../../core/vaults/vault';

const yes = (flag: boolean) => (flag ? 'yes' : 'no');
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
/** A table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
	[head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const classes: Readonly<Record<ProviderDriver['keyClass'], string>> = {
	A: 'Keyturn chooses the value',
	B: 'the provider shows the value again',
	C: 'the value is shown once, when the key is made',
	D: 'a new key kills the old one at once',
};

const ownRights: Readonly<Record<ProviderDriver['promises']['scopes'], string>> = {
	told: 'yes; the next key gets those of the one before',
	'not told': 'yes, but it does not tell them; each key gets those that were registered',
	none: 'no',
};

/** What a provider's driver says of itself. */
export function providerPage({
	title,
	docs,
	keyClass,
	limit,
	promises,
	rights,
	deadAnswer,
	made,
	fields,
}: ProviderDriver): string {
	const facts = [
		['Keys are made', made],
		['Class', `${keyClass}: ${classes[keyClass]}`],
		['Most keys at once', limit === null ? 'no limit that matters' : String(limit)],
		['Keys are found by name', yes(promises.listsByName)],
		['A second key of the same name is refused', yes(promises.uniqueNames)],
		['A key has rights of its own', ownRights[promises.scopes]],
		['A key can be disabled first', yes(promises.disable)],
		['The check tells which key it saw', yes(promises.identity)],
		['Answer to a dead key', deadAnswer],
		['The admin credential needs', rights],
	];
	const lost = promises.listsByName
		? ''
		: '\nA key whose making was not confirmed cannot be looked for here: if an answer is lost, Keyturn asks a person.\n';
	const unnamed =
		made === 'by a person' || promises.identity
			? ''
			: '\nThe check does not tell which key it was shown: to take a key into care that is in use already, fill in *Key ID* with the id that the provider shows for it. *Dry Run* tells the name of that key before anything depends on it.\n';
	return `# ${title}\n\n${table(['What', 'Here'], facts)}\n${lost}${unnamed}\n## Settings\n\n${fieldTable(fields)}\n\nThe provider’s own page: <${docs}>\n`;
}

export function vaultPage({ title, docs, promises, fields }: VaultDriver): string {
	const facts = [
		['Two writers at once: the second is told', yes(promises.compareAndSet)],
		['A new value waits beside the one in use', yes(promises.stagedSlot)],
		['An old value is made unreadable for good', yes(promises.retire)],
	];
	return `# ${title}\n\n${table(['What', 'Here'], facts)}\n\n## Credential\n\n${fieldTable(fields)}\n\nThe vault’s own page: <${docs}>\n`;
}

/** What a target's driver says of itself. */
export function targetPage({ title, docs, sends, rights, fields }: TargetDriver): string {
	const facts = [
		['What is sent', sends],
		['The admin credential is', rights],
	];
	return `# ${title}\n\n${table(['What', 'Here'], facts)}\n\n## Settings\n\n${fieldTable(fields)}\n\nMore about it: <${docs}>\n`;
}

export const fieldTable = (fields: readonly Field[]) =>
	table(
		['Field', 'What to fill in', 'Needed', 'Otherwise'],
		fields.map(({ label, help, optional, default: fallback, placeholder }) => [
			label,
			`${help}${placeholder === undefined ? '' : ` (${placeholder})`}`,
			yes(optional !== true && fallback === undefined),
			fallback ?? '',
		]),
	);

/** The rows of the README. */
export const providerTable = (drivers: readonly ProviderDriver[]): string =>
	table(
		['Provider', 'Keys are made', 'Found by name', 'Disabled first', 'A dead key gets', 'Page'],
		drivers.map(({ id, title, made, promises, deadAnswer }) => [
			title,
			made,
			yes(promises.listsByName),
			yes(promises.disable),
			deadAnswer,
			`[${id}](docs/providers/${id}.md)`,
		]),
	);

export const vaultTable = (drivers: readonly VaultDriver[]): string =>
	table(
		['Vault', 'Page'],
		drivers.map(({ id, title }) => [title, `[${id}](docs/vaults/${id}.md)`]),
	);

export const targetTable = (drivers: readonly TargetDriver[]): string =>
	table(
		['Target', 'What is sent', 'Page'],
		drivers.map(({ id, title, sends }) => [title, sends, `[${id}](docs/targets/${id}.md)`]),
	);

/** The DNS hosts that zones are backed up from. */
export const hostTable = (drivers: readonly DnsHostDriver[]): string =>
	`\n${table(
		['DNS host', 'The admin credential', 'A narrower one', 'Settings'],
		drivers.map(({ title, docs, rights, narrower, fields }) => [
			`[${title}](${docs})`,
			rights,
			narrower,
			fields.map(({ label, help }) => `*${label}*: ${help}`).join('. '),
		]),
	)}\n`;
