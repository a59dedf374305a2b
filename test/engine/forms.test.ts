import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { RotateKey } from '../../nodes/RotateKey/RotateKey.node';
import { providers } from '../../core/providers';
import { files, textOf } from '../templates/files';

const ROOT = join(__dirname, '../..');
const node = new RotateKey().description;

/** Every field, however deep. */
const every = (fields: readonly INodeProperties[]): INodeProperties[] =>
	fields.flatMap((field) => [field, ...every(inside(field))]);

function inside({ options = [] }: INodeProperties): INodeProperties[] {
	return (options as (INodeProperties & { values?: INodeProperties[] })[]).flatMap(
		(option) => option.values ?? ('type' in option ? [option] : []),
	);
}

/** The fields that a person sees for these choices. */
const shown = (choices: Record<string, string>) =>
	node.properties.filter((field) =>
		NodeHelpers.displayParameter(choices, field, { typeVersion: 1, parameters: {} } as never, node),
	);

const operations = {
	key: ['register', 'getStatus', 'list', 'getDue'],
	rotation: ['rotate', 'rotateDue', 'rollBack', 'retireOldKey'],
};

describe('words', () => {
	/** Words of the machinery that nobody should have to know. */
	const INNER =
		/\b(leases?|epochs?|compare[- ]and[- ]set|cas|outbox|journal(?:led|s)?|idempoten\w*|mutex|fsm)\b/i;

	const sourcesIn = (folder: string): string[] =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => join(folder, file));

	/** The sentences in a source: texts between quotes that hold a space. */
	const sentencesIn = (file: string): string[] =>
		readFileSync(join(ROOT, file), 'utf8')
			.split('\n')
			.filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line))
			.flatMap((line) =>
				[...line.matchAll(/(['`])((?:(?!\1).)* (?:(?!\1).)*)\1/g)].map(([, , text]) => text!),
			);

	it('stand in no form', () => {
		const texts = [node, new KeyturnHashicorpVaultApi()].map((each) => JSON.stringify(each));
		expect(texts.filter((text) => INNER.test(text.replace(/"(?:name|value)":"[^"]*"/g, '')))).toEqual([]);
	});

	it('stand in no template and no output schema', () => {
		const schemas = readdirSync(join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.json'))
			.map((file) => readFileSync(join(ROOT, 'nodes', file), 'utf8'));
		expect(schemas.length).toBeGreaterThan(8);
		expect([...files.map(textOf), ...schemas].filter((text) => INNER.test(text))).toEqual([]);
	});

	it('stand in no sentence that the core or the nodes say', () => {
		const sentences = ['core', 'nodes'].flatMap(sourcesIn).flatMap(sentencesIn);
		expect(sentences.length).toBeGreaterThan(200);
		expect(sentences.filter((sentence) => INNER.test(sentence))).toEqual([]);
	});

	it('are seen where they stand', () => {
		expect(
			['the lease', 'an epoch', 'by compare-and-set', 'its outbox', 'the journal'].every((text) =>
				INNER.test(text),
			),
		).toBe(true);
		expect(INNER.test('release the case of a newspaper')).toBe(false);
	});
});

it('no word in the package switches certificate checks off', () => {
	// “insecure” alone is what RFC 4035 calls a domain that is not signed; as a setting it is refused.
	const OFF =
		/rejectUnauthorized|skipSslCertificateValidation|allowUnauthorizedCerts|TLS_REJECT|insecure(?:\w|['"]?\s*[:=]\s*true)/i;
	const sources = ['core', 'nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => join(folder, file)),
	);
	expect(sources.length).toBeGreaterThan(60);
	const naming = sources.filter((file) => OFF.test(readFileSync(join(ROOT, file), 'utf8')));
	// The one file that refuses requests for which n8n was told to; there the words are compared and never set.
	expect(naming).toEqual(['nodes/shared/detours.ts']);
	const refusing = readFileSync(join(ROOT, 'nodes/shared/detours.ts'), 'utf8');
	expect(refusing.match(/\b\w*(?:Unauthorized|Validation)\b[^\n;]{0,5}/g)).toEqual([
		'rejectUnauthorized?: bo',
		'rejectUnauthorized, ski',
		'rejectUnauthorized === ',
		'rejectUnauthorized === ',
		'skipSslCertificateValidation === ',
	]);
	expect(
		every([...node.properties, ...new KeyturnHashicorpVaultApi().properties]).filter(
			({ displayName, name }) =>
				OFF.test(`${displayName} ${name}`) || /certificate|ssl/i.test(`${displayName} ${name}`),
		),
	).toEqual([]);
});

describe('fields', () => {
	it('take no secret', () => {
		const fields = every(node.properties);
		expect(fields.length).toBeGreaterThan(40);
		expect(fields.filter(({ typeOptions }) => typeOptions?.password === true)).toEqual([]);
		const names = fields.map(({ name, displayName }) => `${name} ${displayName}`);
		expect(names.filter((name) => /secret|password|token|api key|key value/i.test(name))).toEqual([]);
	});

	it('are at most five before Add Option', () => {
		const counts = Object.entries(operations).flatMap(([resource, names]) =>
			names.flatMap((operation) =>
				Object.keys(providers).flatMap((provider) =>
					['planned', 'emergency'].map((mode) => ({
						choices: `${resource} ${operation} ${provider} ${mode}`,
						fields: shown({ resource, operation, provider, mode })
							.map(({ name }) => name)
							.filter((name) => !['resource', 'operation', 'options', 'simplify'].includes(name)),
					})),
				),
			),
		);
		expect(counts).toHaveLength(Object.values(operations).flat().length * Object.keys(providers).length * 2);
		expect(counts.filter(({ fields }) => fields.length > 5)).toEqual([]);
	});

	it('that choose operation, mode, host, provider or confirmation take no expression', () => {
		const fixed =
			/^(resource|operation|mode|provider|admin|dryRun|confirmedBy|leaked|smoke|url|method|sendAs|header|expectStatus)$/;
		const hosts = every(node.properties).filter(
			({ name }) => /(address|url|page)$/i.test(name) || fixed.test(name),
		);
		expect(hosts.length).toBeGreaterThan(18);
		expect(hosts.filter(({ noDataExpression }) => noDataExpression !== true).map(({ name }) => name)).toEqual(
			[],
		);
	});

	it('for every operation there is an output schema with the light', () => {
		for (const [resource, names] of Object.entries(operations))
			for (const operation of names) {
				const file = join(ROOT, 'nodes/RotateKey/__schema__/v1.0.0', resource, `${operation}.json`);
				const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
				expect(Object.keys(schema.properties)).toEqual(
					expect.arrayContaining(['key', 'light', 'sentence', 'next']),
				);
			}
	});
});
