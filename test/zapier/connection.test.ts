import { policyRules } from '../../demo/policy';
import { MOUNT, PREFIX } from '../fakes/dev-servers';
import { openStage, type Stage } from './stage';

let stage: Stage;
beforeAll(async () => {
	stage = await openStage();
});
afterAll(() => stage.close());

/** The connection's test with a login that has all rights but those below these folders. */
async function tried(...left: readonly string[]) {
	const rules = Object.entries(policyRules(MOUNT, PREFIX)).filter(
		([path]) => !left.some((folder) => path.includes(`/${folder}/`)),
	);
	stage.vault.vault.definePolicy('partly', Object.fromEntries(rules));
	const { roleId, secretId } = stage.vault.vault.defineAppRole('partly', { policies: ['partly'] });
	return await stage.run(
		'authentication.test',
		{},
		{
			authData: { identity: roleId, bootstrap_credential: secretId },
		},
	);
}

test('a login with every right is shown by where it leads', async () => {
	const { results, error } = await tried();
	expect(error).toBeUndefined();
	expect(results).toEqual({
		vault: 'HashiCorp Vault or OpenBao',
		account: expect.stringMatching(/^127\.0\.0\.1:\d+, keyturn$/),
	});
});

test('a login for keys only passes, its label says so, and a sentence names what DNS Baseline would need', async () => {
	const { results, error } = await tried('zones');
	expect(error).toBeUndefined();
	expect(results).toEqual({
		vault: 'HashiCorp Vault or OpenBao',
		account: expect.stringMatching(/^127\.0\.0\.1:\d+, keyturn; for keys only$/),
		warning: expect.stringMatching(
			/^This login can look after keys\. For DNS Baseline in n8n it lacks create on secret\/data\/keyturn\/zones\/.*; list on secret\/metadata\/keyturn\/zones\/\.$/,
		),
	});
});

test.each(['nothing', 'constructor', ''])(
	'a vault that there is not (%j) asks for one from the list',
	async (kind) => {
		const { error } = await stage.run('authentication.test', {}, { authData: { vault_kind: kind } });
		expect(error?.message).toContain('Vault login, Vault: choose one from the list');
	},
);

test('a login that lacks a right on keys does not pass', async () => {
	const { error } = await tried('zones', 'pending');
	expect(error?.message).toContain('it lacks create on secret/data/keyturn/pending/');
	expect(error?.message).not.toContain('zones');
});
