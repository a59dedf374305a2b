import zapier from 'zapier-platform-core';
import { genericNames } from '../../core/vaults/generic';
import { vaults } from '../../core/vaults';
import type { VaultDriver } from '../../core/vaults/vault';
import { createApp } from '../../zapier-app/src/app';
import { authenticationFor } from '../../zapier-app/src/authentication';
import { version } from '../../zapier-app/package.json';
import { type Definition, rules } from './publishing-rules';

const { createAppHandler } = zapier as unknown as {
	createAppHandler: (app: object) => (event: object) => Promise<{ results: unknown }>;
};

const nowhere = () => Promise.reject(new Error('nothing is sent here'));
const app = createApp(nowhere);
const ask = async (of: object, command: string) => (await createAppHandler(of)({ command })).results;

let definition: Definition;
beforeAll(async () => {
	definition = (await ask(app, 'definition')) as Definition;
});

test("Zapier's schema finds nothing wrong, and would", async () => {
	expect(await ask(app, 'validate')).toEqual([]);
	const { rotate_key: rotate } = app.creates;
	const spoilt = { ...app, creates: { rotate_key: { ...rotate, noun: undefined } } };
	expect(await ask(spoilt, 'validate')).not.toEqual([]);
});

test('these keys never change: connections and Zaps that exist depend on them', () => {
	const fields = (app.authentication.fields ?? []).map(({ key, type, required }) => [key, type, required]);
	expect(fields).toEqual([
		['vault_kind', 'string', true],
		['vault_address', 'string', true],
		['identity', 'string', false],
		['bootstrap_credential', 'password', true],
		['realm', 'string', false],
		['scope_path', 'string', false],
	]);
	expect(Object.keys(app.creates)).toEqual([
		'rotate_key',
		'retire_old_key',
		'check_domain',
		'append_audit_entry',
		'get_audit_checkpoint',
		'export_audit_entries',
		'verify_audit_export',
	]);
	expect(Object.keys(app.searches)).toEqual(['find_key', 'find_rotation', 'find_audit_proof']);
	expect(Object.keys(app.triggers)).toEqual(['key_due', 'rotation_needs_attention', 'list_keys']);
});

test('the list of keys is asked for page by page', () => {
	expect(app.triggers.list_keys.operation.canPaginate).toBe(true);
});

test('the flags that keep values out of the logs and inputs as they are', () => {
	expect(app.flags).toEqual({ skipHttpPatch: true, cleanInputData: false });
	expect(app.version).toBe(version);
	expect(app.platformVersion).toBe('19.1.0');
});

test('only the credential is secret, and nothing else of the connection is hidden', () => {
	const secret = (app.authentication.fields ?? []).filter(({ isNoSecret }) => isNoSecret !== true);
	expect(secret.map(({ key, type }) => [key, type])).toEqual([['bootstrap_credential', 'password']]);
});

/**
 * What an action or search may ask for. Any input can be filled from an earlier step, so there is nothing else to ask: the
 * two resolvers (check-domain.test.ts), what makes an export or a verdict another (audit.test.ts), and which old key is
 * retired and who confirms it (actions.test.ts, said-dead.test.ts) are taken from nobody but the Zap's author. No step asks
 * where the log lies.
 */
test('no step takes a value, a mode, a host or a provider, and a confirmation from nobody but the author', () => {
	const asked = Object.values({
		...definition.creates,
		...definition.searches,
		...definition.triggers,
	}).flatMap(({ key, operation }) => (operation.inputFields ?? []).map((field) => `${key}.${field.key}`));
	expect(asked.sort()).toEqual([
		'append_audit_entry.event',
		'append_audit_entry.facts',
		'append_audit_entry.noted_by',
		'append_audit_entry.subject',
		'check_domain.certificate_companies',
		'check_domain.domain',
		'check_domain.first_resolver',
		'check_domain.mail_selectors',
		'check_domain.second_resolver',
		'export_audit_entries.format',
		'export_audit_entries.from',
		'export_audit_entries.kinds',
		'export_audit_entries.subjects',
		'export_audit_entries.to',
		'find_audit_proof.entry_number',
		'find_key.key',
		'find_rotation.key',
		'get_audit_checkpoint.what_waits',
		'retire_old_key.confirmed_by',
		'retire_old_key.key',
		'rotate_key.key',
		'verify_audit_export.checkpoints',
		'verify_audit_export.entry',
		'verify_audit_export.file',
		'verify_audit_export.period_only',
		'verify_audit_export.pinned_key',
		'verify_audit_export.proof',
	]);
});

describe.each(Object.entries(rules))('%s', (_rule, { holds, broken }) => {
	test('holds', () => {
		expect(holds(definition)).toEqual([]);
	});

	test('is seen when it is broken', () => {
		const spoilt = structuredClone(definition);
		broken(spoilt);
		expect(holds(spoilt)).toHaveLength(1);
	});
});

describe('a vault that joins needs nothing here', () => {
	const like = (id: string, title: string): VaultDriver => ({
		...vaults.hashicorp,
		id,
		title,
		generic: {
			fixed: {},
			parts: { address: { help: `what ${title} is reached by`, form: /^(?<address>.+)$/ } },
		},
	});
	const five = {
		...vaults,
		aws: like('aws', 'AWS Secrets Manager'),
		azure: like('azure', 'Azure Key Vault'),
		gcp: like('gcp', 'Google Secret Manager'),
		onepassword: like('onepassword', '1Password Connect'),
	};
	const fields = authenticationFor(five, () => () => Promise.resolve({}) as never).fields ?? [];

	test('its name is in the list, and its words in the help of the fields that it uses', () => {
		expect(fields[0]?.choices).toMatchObject({
			aws: 'AWS Secrets Manager',
			hashicorp: vaults.hashicorp.title,
		});
		expect(fields[1]?.helpText).toContain('- Azure Key Vault: what Azure Key Vault is reached by');
		expect(fields[2]?.helpText).not.toContain('Azure');
	});

	test('the help stays within what Zapier takes, with room for five vaults as long as the one there is', () => {
		for (const name of genericNames) {
			const row = vaults.hashicorp.generic.parts[name]?.help ?? '';
			expect(5 * (row.length + 30) + 200).toBeLessThan(1_000);
		}
		for (const { helpText = '' } of fields) expect(helpText.length).toBeLessThan(1_000);
	});
});
