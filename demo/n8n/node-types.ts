import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeHelpers, type INodeType, type INodeTypes, type IVersionedNodeType } from 'n8n-workflow';

type Loaded = INodeType | IVersionedNodeType;

const load = createRequire(__filename);
const BASE = 'n8n-nodes-base.';
const folder = dirname(require.resolve('n8n-nodes-base/package.json'));
const known = JSON.parse(readFileSync(join(folder, 'dist/known/nodes.json'), 'utf8')) as Readonly<
	Record<string, { readonly className: string; readonly sourcePath: string }>
>;

/** n8n's own nodes, each loaded when a workflow first names it, and the given ones of this package. */
export class NodeTypes implements INodeTypes {
	readonly #types = new Map<string, Loaded>();

	constructor(own: Readonly<Record<string, INodeType>>) {
		for (const [name, type] of Object.entries(own)) this.#types.set(name, type);
	}

	getByName(type: string): Loaded {
		const loaded = this.#types.get(type) ?? fromBase(type);
		this.#types.set(type, loaded);
		return loaded;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes() {
		return {};
	}

	/** For each credential type the nodes of this package that declare it. */
	supported(): Map<string, string[]> {
		const supported = new Map<string, string[]>();
		for (const [name, type] of this.#types)
			for (const credential of ('nodeVersions' in type ? undefined : type.description.credentials) ?? [])
				supported.set(credential.name, [...(supported.get(credential.name) ?? []), name]);
		return supported;
	}
}

function fromBase(type: string): Loaded {
	const entry = type.startsWith(BASE) ? known[type.slice(BASE.length)] : undefined;
	if (entry === undefined) throw new Error(`There is no node type ${type}.`);
	const module = load(join(folder, entry.sourcePath)) as Readonly<Record<string, new () => Loaded>>;
	const Type = module[entry.className];
	if (Type === undefined) throw new Error(`${entry.sourcePath} has no class ${entry.className}.`);
	return new Type();
}
