// Makes the table that the tests hold our OCSF events to, out of the schema's own repository, whose facts it takes and
// no prose: `npx tsx scripts/ocsf-schema.ts <git directory of ocsf/ocsf-schema>`. Licence of the source: Apache-2.0.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '1.8.0';
/** Where the next version is made: what it calls deprecated is not to be used any more. */
const NEXT = 'HEAD';
const FILE = join(__dirname, '../test/unit/core/audit/formats/fixtures/ocsf-1.8.0.schema.json');

const CLASSES = [
	'base_event',
	'iam/entity_management',
	'iam/authentication',
	'application/api_activity',
	'findings/detection_finding',
];
/** An attribute that holds another object than these is left out, and so refused. */
const OBJECTS = [
	'metadata',
	'product',
	'actor',
	'user',
	'api',
	'service',
	'network_endpoint',
	'managed_entity',
	'fingerprint',
	'finding_info',
	'object',
];

interface Attribute {
	readonly requirement?: string;
	readonly profile?: string;
	readonly type?: string;
	readonly is_array?: boolean;
	readonly enum?: Readonly<Record<string, unknown>>;
	readonly regex?: string;
	readonly max_len?: number;
	readonly uid?: number;
	readonly '@deprecated'?: unknown;
}
type Attributes = Readonly<Record<string, Attribute>>;

/** A file of the schema: a class of events, an object, the dictionary or the categories. */
interface Source {
	readonly extends?: string;
	readonly uid?: number;
	readonly category?: string;
	readonly attributes: Attributes;
	readonly constraints?: { readonly at_least_one?: readonly string[] };
	readonly types?: { readonly attributes: Attributes };
	readonly '@deprecated'?: unknown;
}

const repository = process.argv[2] ?? '';
const git = (...args: string[]): string =>
	execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', maxBuffer: 1e8 });
const source = (path: string, revision = VERSION) => JSON.parse(git('show', `${revision}:${path}`)) as Source;

const dictionary = source('dictionary.json');
const categories = source('categories.json').attributes;
const paths = git('ls-tree', '-r', '--name-only', VERSION, 'events', 'objects').trim().split('\n');
const uidOf = (numbered?: { readonly uid?: number }): number => numbered?.uid ?? 0;
const pathOf = (name: string) => paths.find((path) => path.endsWith(`/${name}.json`)) ?? '';

/** With what it extends, whose attributes it may narrow. */
function whole(path: string): Source {
	const own = source(path);
	const kept = Object.entries(own.attributes).filter(
		([name, { profile }]) => name !== '$include' && !profile,
	);
	const base = [undefined, 'object'].includes(own.extends) ? null : whole(pathOf(own.extends ?? ''));
	const attributes: Record<string, Attribute> = { ...base?.attributes };
	for (const [name, each] of kept) {
		const before = attributes[name];
		attributes[name] = { ...before, ...each, ...merged(before, each) };
	}
	return { ...base, ...own, attributes };
}

const merged = (...each: readonly (Attribute | undefined)[]): Pick<Attribute, 'enum'> => {
	const enums = each.flatMap((attribute) => attribute?.enum ?? []);
	return enums.length === 0 ? {} : { enum: Object.assign({}, ...enums) };
};

const roots: Record<string, object> = {
	string_t: { type: 'string' },
	integer_t: { type: 'integer' },
	long_t: { type: 'integer' },
	float_t: { type: 'number' },
	boolean_t: { type: 'boolean' },
	json_t: {},
};

function plainType(name: string): object | null {
	const type = dictionary.types?.attributes[name];
	if (type === undefined) return null;
	const limits = {
		...(type.regex === undefined ? {} : { pattern: type.regex }),
		...(type.max_len === undefined ? {} : { maxLength: type.max_len }),
	};
	return { ...(roots[name] ?? plainType(type.type ?? '')), ...limits };
}

function schemaOf({ attributes, constraints = {} }: Source, fixed: Record<string, number> = {}): object {
	const properties: Record<string, object> = {};
	const required: string[] = [];
	for (const [name, own] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
		const known = dictionary.attributes[name];
		if (known === undefined || known['@deprecated'] || own['@deprecated']) continue;
		const values = merged(known, own).enum;
		const object = OBJECTS.includes(known.type ?? '') ? { $ref: `#/$defs/${known.type}` } : null;
		const one = plainType(known.type ?? '') ?? object;
		if (one === null) continue;
		const exact = fixed[name] === undefined ? one : { const: fixed[name] };
		const listed = values === undefined || name in fixed ? exact : { enum: Object.keys(values).map(Number) };
		properties[name] = known.is_array ? { type: 'array', items: listed } : listed;
		if (own.requirement === 'required') required.push(name);
	}
	const some = (constraints.at_least_one ?? []).filter((name) => name in properties);
	return {
		type: 'object',
		additionalProperties: false,
		required,
		...(some.length === 0 ? {} : { anyOf: some.map((name) => ({ required: [name] })) }),
		properties,
	};
}

const definitions = Object.fromEntries(
	OBJECTS.filter((name) => name !== 'object').map((name) => [name, schemaOf(whole(`objects/${name}.json`))]),
);
const events = Object.fromEntries(
	CLASSES.map((path) => {
		const event = whole(`events/${path}.json`);
		const category_uid = uidOf(categories[event.category ?? '']);
		const class_uid = category_uid * 1000 + uidOf(event);
		return [class_uid, schemaOf(event, { category_uid, class_uid })];
	}),
);
const deprecated = git('ls-tree', '-r', '--name-only', NEXT, 'events')
	.trim()
	.split('\n')
	.map((path) => [path, source(path, NEXT)] as const)
	.filter(([, event]) => event['@deprecated'])
	.map(([path, event]) => uidOf(categories[path.split('/')[1] ?? '']) * 1000 + uidOf(event))
	.sort((a, b) => a - b);

const table = {
	$comment: `Made by scripts/ocsf-schema.ts of ocsf/ocsf-schema ${VERSION} (${git('rev-parse', `${VERSION}^{commit}`).trim()}) and what ${git('rev-parse', NEXT).trim()} deprecates; Apache-2.0.`,
	deprecated,
	events,
	$defs: { ...definitions, object: { type: 'object' } },
};
writeFileSync(FILE, `${JSON.stringify(table)}\n`);
