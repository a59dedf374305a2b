import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import type { HttpResponse } from '../../core/ports';
import type { PlainRequest } from '../../demo/http/plain';

interface Parameter {
	readonly name: string;
	readonly in: string;
	readonly required?: boolean;
	readonly schema: { readonly type?: string };
}
interface Operation {
	readonly parameters?: readonly Parameter[];
	readonly requestBody?: unknown;
	readonly responses: Readonly<Record<string, unknown>>;
}
type Json = Record<string, unknown>;

/** What the vendor has added since, by the name of the object that it stands in. */
export type Newer = Readonly<Record<string, Json>>;

/** Where vendors' specifications lie: beside the project, read in place. Null when they are not there. */
export function specificationAt(name: string): string | null {
	const file = join(__dirname, '../../../shared/data/specs', name);
	return existsSync(file) ? file : null;
}

/**
 * A vendor's OpenAPI 3.1 specification, as a judge of requests and answers. What it does not name is refused: operations,
 * parameters, members of objects and statuses alike. A schema that cannot be compiled throws.
 */
export class Specification {
	readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
	readonly #compiled = new Map<string, ValidateFunction>();
	readonly #paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly #base: string;
	readonly #refusals: string;

	/** `base` is the path of its server; `refusals` the schema of every error that an operation does not list. */
	constructor(file: string, base: string, refusals: string, newer: Newer) {
		const document = JSON.parse(readFileSync(file, 'utf8')) as Json & {
			paths: Record<string, Record<string, Operation>>;
			components: { schemas: Record<string, { properties: Json }> };
		};
		for (const [name, properties] of Object.entries(newer))
			Object.assign(document.components.schemas[name]!.properties, properties);
		closed(document);
		this.#ajv.addSchema(document, 'vendor');
		this.#paths = document.paths;
		this.#base = base;
		this.#refusals = refusals;
	}

	/** The operation's name and what is wrong with the exchange; an operation that is not known is what is wrong. */
	judge(request: PlainRequest, response: HttpResponse): { operation: string; faults: string[] } {
		const path = Object.keys(this.#paths).find((each) => this.#fits(each, request.path));
		const method = request.method.toLowerCase();
		const operation = path === undefined ? undefined : this.#paths[path]?.[method];
		if (path === undefined || operation === undefined)
			return { operation: 'none', faults: [`${request.method} ${request.path} is no operation`] };
		const at = ['paths', path, method];
		const media = ['content', 'application/json', 'schema'];
		const answered = String(response.status);
		const listed = answered in operation.responses;
		return {
			operation: `${request.method} ${path}`,
			faults: [
				...this.#query(operation.parameters ?? [], request.query),
				...(operation.requestBody === undefined
					? request.body === ''
						? []
						: ['a body where there is none']
					: this.#faults([...at, 'requestBody', ...media], request.body)),
				...(!listed && response.status < 400 ? [`no answer ${answered} is listed`] : []),
				...this.#faults(
					listed ? [...at, 'responses', answered, ...media] : ['components', 'schemas', this.#refusals],
					response.body,
				),
			],
		};
	}

	#fits(template: string, path: string): boolean {
		const [want, have] = [this.#base + template, path].map((each) => each.split('/'));
		return want!.length === have!.length && want!.every((part, at) => /^\{/.test(part) || part === have![at]);
	}

	#query(parameters: readonly Parameter[], query: PlainRequest['query']): string[] {
		const known = parameters.filter((each) => each.in === 'query');
		const missing = known.filter(({ name, required }) => required === true && !(name in query));
		return [
			...missing.map(({ name }) => `${name} is missing`),
			...Object.entries(query).flatMap(([name, text]) => {
				const schema = known.find((each) => each.name === name)?.schema;
				if (schema === undefined) return [`${name} is no parameter`];
				return this.#ajv.validate(schema, schema.type === 'integer' ? Number(text) : text)
					? []
					: [`${name}: ${this.#ajv.errorsText()}`];
			}),
		];
	}

	#faults(pointer: readonly string[], text: string): string[] {
		const steps = pointer.map((each) => encodeURIComponent(each.replaceAll('~', '~0').replaceAll('/', '~1')));
		const $ref = `vendor#/${steps.join('/')}`;
		const validate = this.#compiled.get($ref) ?? this.#ajv.compile({ $ref });
		this.#compiled.set($ref, validate);
		return validate(JSON.parse(text)) ? [] : [this.#ajv.errorsText(validate.errors)];
	}
}

/** Closes every object that names its members, so that a misspelt one is seen. */
function closed(value: unknown): void {
	if (typeof value !== 'object' || value === null) return;
	const schema = value as Json;
	if (schema['type'] === 'object' && 'properties' in schema) schema['additionalProperties'] ??= false;
	Object.values(schema).forEach(closed);
}
