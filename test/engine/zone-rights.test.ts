import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { engine } from '../../demo/n8n/engine';
import { policyRules } from '../../demo/policy';
import { DnsBaseline } from '../../nodes/DnsBaseline/DnsBaseline.node';
import { registerParameters, rotateParameters, runNode } from './workflows';
import { CREDENTIAL, MOUNT, PREFIX, startWorld, type World } from './world';

const TYPE = 'n8n-nodes-keyturn.dnsBaseline';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());

/** Gives the login every right but those on zones, or every right. */
function allow(zones: boolean): void {
	const rules = Object.entries(policyRules(MOUNT, PREFIX)).filter(
		([path]) => zones || !/\/zones\//.test(path),
	);
	world.vault.vault.definePolicy('keyturn', Object.fromEntries(rules));
}

async function baseline(
	parameters: INodeParameters,
	credential: ICredentialDataDecryptedObject = world.credential,
) {
	const n8n = engine({
		nodes: { [TYPE]: new DnsBaseline() },
		credentialTypes: [new KeyturnHashicorpVaultApi()],
		credentials: { [CREDENTIAL]: { type: 'keyturnHashicorpVaultApi', data: credential } },
	});
	const node = {
		id: 'a',
		name: 'Baseline',
		type: TYPE,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { resource: 'zone', ...parameters },
		credentials: { keyturnHashicorpVaultApi: { id: CREDENTIAL, name: 'Vault' } },
	};
	const done = await n8n.run({ nodes: [node], connections: {}, settings: {} }, { startAt: 'Baseline' });
	return { error: done.run.data.resultData.error, rows: done.items('Baseline').map(({ json }) => json) };
}

const answering = {
	operation: 'answerQuestion',
	domain: 'example.com',
	question: 'secondFactor',
	answer: 'yes',
	person: 'Ada Lovelace',
};

test('without a right on zones Rotate Key is as green as ever', async () => {
	allow(false);
	await world.allowKey('first.dev');
	expect((await runNode(world, registerParameters(world, 'first.dev'))).error).toBeUndefined();
	const { json } = await runNode(world, rotateParameters('first.dev', { options: { dryRun: true } }));
	expect(json).toEqual([expect.objectContaining({ possible: true, light: 'green' })]);
	expect(JSON.stringify(json)).not.toContain('zones');
});

test('where no zone is watched or backed up, the list of questions says so, and is no reason to ask', async () => {
	allow(true);
	const { rows } = await baseline({ operation: 'listQuestions' });
	expect(rows).toEqual([
		expect.objectContaining({ light: 'green', due: false, sentence: expect.stringContaining('No zone is') }),
	]);
});

test.each<[string, INodeParameters]>([
	['that lists', { operation: 'listQuestions' }],
	['that writes', answering],
])('DNS Baseline names all that is missing at once, in an operation %s', async (_, parameters) => {
	allow(false);
	const { error } = await baseline(parameters);
	expect(error?.message).toMatch(
		/^Vault login: for DNS Baseline it lacks create on secret\/data\/keyturn\/zones\//,
	);
	for (const right of ['read', 'update', 'list']) expect(error?.message).toContain(`; ${right} on `);
	expect(error?.description).toContain('docs/policies/keyturn.hcl');
	expect(error?.description).toContain('Rotating keys does not need it');
	allow(true);
	expect((await baseline(parameters)).error).toBeUndefined();
});

test('a login that is refused is told as that, not as a missing right', async () => {
	const { error } = await baseline(answering, { ...world.credential, secretId: 'wrong' });
	expect(error?.message).toContain('refused the AppRole login');
	const expired = world.vault.vault.issueToken({ policies: [], ttlSeconds: 60 });
	const bare = await baseline(answering, { ...world.credential, login: 'token', token: expired });
	expect(bare.error?.message).toContain('refused');
	expect(bare.error?.message).not.toContain('lacks create');
});
