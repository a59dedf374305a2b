import { type INodeProperties, type INodePropertyOptions, NodeHelpers } from 'n8n-workflow';
import { AuditExport } from '../../nodes/AuditExport/AuditExport.node';
import { operations as ofLog, resources as logResources } from '../../nodes/AuditExport/operations';
import { DnsBaseline } from '../../nodes/DnsBaseline/DnsBaseline.node';
import { operations as ofZones, resources as zoneResources } from '../../nodes/DnsBaseline/operations';

const nodes = [
	{ description: new AuditExport().description, operations: ofLog, resources: logResources },
	{ description: new DnsBaseline().description, operations: ofZones, resources: zoneResources },
] as const;
type Described = (typeof nodes)[number]['description'];

const everyOperation = nodes.flatMap(({ description, operations }) =>
	operations.map((operation) => ({
		name: `${description.displayName}: ${operation.resource}, ${operation.option.name}`,
		description,
		operation,
	})),
);

/** The fields that a person sees for these choices. */
const shown = (description: Described, choices: Record<string, unknown>) =>
	description.properties.filter((field) =>
		NodeHelpers.displayParameter(
			choices as never,
			field,
			{ typeVersion: 1, parameters: {} } as never,
			description,
		),
	);

/** What stands under Add Option for these choices. */
const offered = (field: INodeProperties | undefined, choices: Record<string, unknown>) =>
	((field?.options ?? []) as INodeProperties[])
		.filter(({ displayOptions }) =>
			Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
				(values as unknown[]).includes(choices[name.replace('/', '')]),
			),
		)
		.map(({ name }) => name);

test.each(nodes)('$description.displayName: each resource lists its operations, and those alone', (node) => {
	for (const { value, first } of node.resources) {
		const lists = shown(node.description, { resource: value }).filter(({ name }) => name === 'operation');
		expect(lists).toHaveLength(1);
		const names = (lists[0]!.options as INodePropertyOptions[]).map((option) => option.value);
		expect(names).toEqual(
			node.operations.filter(({ resource }) => resource === value).map(({ option }) => option.value),
		);
		expect(names).toContain(first);
		expect(lists[0]!.default).toBe(first);
	}
});

test.each(everyOperation)(
	'$name: shows its own fields, each once, and Simplify',
	({ description, operation }) => {
		const own = operation.fields.map(({ name }) => name);
		const first = { resource: operation.resource, operation: operation.option.value };
		const defaults = Object.fromEntries(operation.fields.map((field) => [field.name, field.default]));
		const fields = shown(description, { ...defaults, ...first }).map(({ name }) => name);
		expect(fields.filter((name) => !own.includes(name))).toEqual(['resource', 'operation', 'simplify']);
		const usual = operation.fields.filter(({ displayOptions }) => displayOptions === undefined);
		expect(fields.filter((name) => usual.some((field) => field.name === name))).toEqual(
			usual.map(({ name }) => name),
		);
	},
);

test.each<[string, Described, Record<string, unknown>, readonly string[], readonly string[]]>([
	[
		'Set Up in the vault itself asks for nothing',
		nodes[0].description,
		{ resource: 'log', operation: 'setUp', store: 'in-vault' },
		['store'],
		[],
	],
	[
		'Set Up in S3 asks for bucket and credential',
		nodes[0].description,
		{ resource: 'log', operation: 'setUp', store: 's3' },
		['store', 'admin', 's3Bucket', 's3AccessKeyId', 'options'],
		['s3Address', 's3Addressing', 's3Folder', 's3LockMode', 's3Region'],
	],
	[
		'Watch of Keyturn alone asks for no credential',
		nodes[0].description,
		{ resource: 'event', operation: 'watch', source: 'none' },
		['watch', 'source', 'message', 'options'],
		['own', 'silentHours'],
	],
	[
		'Watch of CloudTrail asks for region and credential',
		nodes[0].description,
		{ resource: 'event', operation: 'watch', source: 'cloudtrail' },
		['watch', 'source', 'admin', 'cloudtrailRegion', 'cloudtrailAccessKeyId', 'message', 'options'],
		['cloudtrailServices', 'own', 'silentHours'],
	],
	[
		'Get Many asks for a limit',
		nodes[0].description,
		{ resource: 'entry', operation: 'getMany', returnAll: false },
		['returnAll', 'limit', 'from', 'to', 'options'],
		['kinds', 'subjects'],
	],
	[
		'Get Many asks for none with Return All',
		nodes[0].description,
		{ resource: 'entry', operation: 'getMany', returnAll: true },
		['returnAll', 'from', 'to', 'options'],
		['kinds', 'subjects'],
	],
	[
		'Approve asks who types',
		nodes[1].description,
		{ resource: 'zone', operation: 'approve', how: 'typed' },
		['domain', 'digest', 'how', 'person', 'options'],
		['firstResolver', 'secondResolver'],
	],
	[
		'Approve takes who answered from the step',
		nodes[1].description,
		{ resource: 'zone', operation: 'approve', how: 'platform' },
		['domain', 'digest', 'how', 'answeredBy', 'options'],
		['firstResolver', 'secondResolver'],
	],
	[
		'Check Backup at deSEC offers its address alone',
		nodes[1].description,
		{ resource: 'zone', operation: 'checkBackup', dnsHost: 'desec' },
		['domain', 'dnsHost', 'admin', 'encryptedFile', 'options'],
		['confirmedBy', 'desecAddress', 'firstResolver', 'secondResolver'],
	],
])('%s', (_what, description, choices, fields, options) => {
	const found = shown(description, choices).filter(
		({ name }) => !['resource', 'operation', 'simplify'].includes(name),
	);
	expect(found.map(({ name }) => name).sort()).toEqual([...fields].sort());
	expect(
		offered(
			found.find(({ name }) => name === 'options'),
			choices,
		).sort(),
	).toEqual([...options].sort());
});

const every = (fields: readonly INodeProperties[]): INodeProperties[] =>
	fields.flatMap((field) => [
		field,
		...every(field.type === 'collection' ? (field.options as INodeProperties[]) : []),
	]);

test.each(nodes)('$description.displayName: what an item may say, and nothing else', ({ description }) => {
	const fields = every(description.properties);
	expect(fields.filter(({ typeOptions }) => typeOptions?.password === true)).toEqual([]);
	const open = fields.filter(({ noDataExpression }) => noDataExpression !== true).map(({ name }) => name);
	expect([...new Set(open)].sort()).toEqual(mayCome[description.name]);
});

/** What is looked at, told or answered. Never an address, a credential, who decides by hand, or what is trusted to be whole. */
const mayCome: Readonly<Record<string, readonly string[]>> = {
	auditExport: [
		'alert',
		'entry',
		'event',
		'facts',
		'from',
		'headers',
		'index',
		'kinds',
		'limit',
		'notedBy',
		'options',
		'outside',
		'pinned',
		'proof',
		'returnAll',
		'simplify',
		'subject',
		'subjects',
		'to',
	],
	dnsBaseline: ['answeredBy', 'digest', 'domain', 'domains', 'issuers', 'options', 'selectors', 'simplify'],
};

/** The operation's fields that must be filled in, and the switches that begin on. */
const must = (description: Described) =>
	Object.fromEntries(
		everyOperation
			.filter((each) => each.description === description)
			.map(({ operation: { resource, option, fields } }) => [
				`${resource} ${option.value}`,
				[
					...fields.filter(({ required }) => required === true).map(({ name }) => name),
					...fields.filter((field) => field.default === true).map(({ name }) => `${name} is on`),
				].join(),
			]),
	);

test('what must be filled in, and that no switch begins on', () => {
	expect(must(nodes[0].description)).toEqual({
		'entry append': 'event,subject,notedBy',
		'entry export': '',
		'entry getMany': '',
		'entry getProof': 'index',
		'entry verifyProof': 'proof',
		'event receive': 'watch,secret,path,inputField',
		'event sendAlert': 'url,secret,alert',
		'event watch': 'watch,admin,cloudtrailRegion,cloudtrailAccessKeyId,n8nAddress',
		'log exportLog': '',
		'log getCheckpoint': '',
		'log rotateKey': 'confirmedBy',
		'log setUp': 'admin,s3Bucket,s3AccessKeyId,googleCloudStorageBucket,azureBlobAddress,azureBlobContainer',
		'log verify': '',
		'log verifyFile': 'inputField',
	});
	expect(must(nodes[1].description)).toEqual({
		'zone answerQuestion': 'domain,person',
		'zone approve': 'domain,digest,person,answeredBy',
		'zone backUp': 'domain,powerdnsAddress,admin',
		'zone check': 'domain',
		'zone checkBackup': 'domain,powerdnsAddress,admin',
		'portfolio checkMany': 'portfolio,domains',
		'zone compare': 'domain',
		'zone listQuestions': '',
		'zone reject': 'domain,digest,person,answeredBy',
	});
});
