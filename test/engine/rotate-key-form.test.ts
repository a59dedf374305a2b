import { type INodeProperties, NodeHelpers } from 'n8n-workflow';
import { RotateKey } from '../../nodes/RotateKey/RotateKey.node';

const { description } = new RotateKey();

/** The fields that a person sees for these choices, but those that choose. */
const shown = (choices: Record<string, unknown>): INodeProperties[] =>
	description.properties.filter(
		(field) =>
			!['resource', 'operation'].includes(field.name) &&
			NodeHelpers.displayParameter(
				choices as never,
				field,
				{ typeVersion: 1, parameters: {} } as never,
				description,
			),
	);

const register = { resource: 'key', operation: 'register' };
const rotate = { resource: 'rotation', operation: 'rotate' };

test.each<[string, Record<string, unknown>, readonly string[]]>([
	['Get Status', { resource: 'key', operation: 'getStatus' }, ['key', 'simplify']],
	['Get Due', { resource: 'key', operation: 'getDue' }, ['simplify']],
	['List', { resource: 'key', operation: 'list', returnAll: false }, ['returnAll', 'limit', 'simplify']],
	['List all', { resource: 'key', operation: 'list', returnAll: true }, ['returnAll', 'simplify']],
	[
		'Register at the dev provider',
		{ ...register, provider: 'dev' },
		['keyName', 'provider', 'admin', 'devAddress', 'options', 'simplify'],
	],
	[
		'Register where people make the keys',
		{ ...register, provider: 'manual' },
		['keyName', 'provider', 'manualCreatePage', 'manualProbeUrl', 'options', 'simplify'],
	],
	[
		'Register at OpenAI',
		{ ...register, provider: 'openai' },
		['keyName', 'provider', 'admin', 'openaiServiceAccount', 'openaiScopes', 'options', 'simplify'],
	],
	['Rotate', { ...rotate, mode: 'planned' }, ['mode', 'key', 'options', 'simplify']],
	[
		'Rotate in an emergency',
		{ ...rotate, mode: 'emergency' },
		['mode', 'key', 'confirmedBy', 'leaked', 'options', 'simplify'],
	],
	['Rotate Due', { resource: 'rotation', operation: 'rotateDue' }, ['simplify']],
	['Roll Back', { resource: 'rotation', operation: 'rollBack' }, ['key', 'simplify']],
	['Retire Old Key', { resource: 'rotation', operation: 'retireOldKey' }, ['key', 'confirmedBy', 'simplify']],
])('%s shows each of its fields once, and no other', (_what, choices, fields) => {
	expect(shown(choices).map(({ name }) => name)).toEqual(fields);
});

test.each<[string, Record<string, unknown>, boolean]>([
	['of a planned rotation may come from an item', { ...rotate, mode: 'planned' }, false],
	['of an emergency is chosen by hand', { ...rotate, mode: 'emergency' }, true],
	['to go back to is chosen by hand', { resource: 'rotation', operation: 'rollBack' }, true],
	['to retire is chosen by hand', { resource: 'rotation', operation: 'retireOldKey' }, true],
	['to look at may come from an item', { resource: 'key', operation: 'getStatus' }, false],
])('the key %s', (_what, choices, byHand) => {
	const [key, ...more] = shown(choices).filter(({ name }) => name === 'key');
	expect(more).toEqual([]);
	expect(key?.noDataExpression === true).toBe(byHand);
	expect(key?.required).toBe(true);
});

/** Under Add Option, what stands there for every provider, and what for some alone. */
const ALWAYS = [
	...['app', 'cacheSeconds', 'cadenceDays', 'delaySeconds', 'dryRun', 'field', 'graceHours', 'keyId'],
	...['owner', 'path', 'risk', 'smoke', 'targets'],
];

test.each<[string, readonly string[]]>([
	['dev', ['devExpiresInDays', 'devScopes', 'observeSeconds']],
	['jupyterhub', ['jupyterhubExpiresInDays', 'jupyterhubScopes']],
	['manual', ['manualDeadStatus', 'manualRevokePage', 'manualSendAs']],
	['openai', ['openaiAddress', 'openaiExpiresInDays']],
])('Register at %s offers what this provider takes', (provider, own) => {
	const options = shown({ ...register, provider }).find(({ name }) => name === 'options');
	const offered = (options?.options as INodeProperties[]).filter(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}).every(
			([name, values]) => name === '/provider' && (values as unknown[]).includes(provider),
		),
	);
	expect(offered.map(({ name }) => name).sort()).toEqual([...ALWAYS, ...own].sort());
});

test('options come in the order of their labels, and every switch begins as it is safe', () => {
	const options = shown({ ...register, provider: 'dev' }).find(({ name }) => name === 'options');
	const labels = (options?.options as INodeProperties[]).map(({ displayName }) => displayName);
	expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b)));
	const inRotate = shown({ ...rotate, mode: 'planned' }).find(({ name }) => name === 'options');
	for (const { options: offered } of [options!, inRotate!])
		expect((offered as INodeProperties[]).find(({ name }) => name === 'dryRun')?.default).toBe(true);
	expect(description.properties.find(({ name }) => name === 'mode')?.default).toBe('planned');
	expect(description.usableAsTool).toBeUndefined();
});
