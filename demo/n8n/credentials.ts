import { Credentials } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
} from 'n8n-workflow';

/** A credential as n8n would keep it. */
export interface StoredCredential {
	readonly type: string;
	readonly data: ICredentialDataDecryptedObject;
}

/** n8n's store of credentials, in memory. Types that are restricted to their own nodes are refused to all others. */
export class CredentialStore extends ICredentialsHelper {
	readonly #types: ReadonlyMap<string, ICredentialType>;
	readonly #stored: Readonly<Record<string, StoredCredential>>;
	readonly #supported: ReadonlyMap<string, readonly string[]>;

	constructor(
		types: readonly ICredentialType[],
		stored: Readonly<Record<string, StoredCredential>>,
		supported: ReadonlyMap<string, readonly string[]>,
	) {
		super();
		this.#types = new Map(types.map((type) => [type.name, type]));
		this.#stored = stored;
		this.#supported = supported;
	}

	isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		if (this.#types.get(credentialType)?.restrictToSupportedNodes !== true) return true;
		return this.#supported.get(credentialType)?.includes(nodeType) ?? false;
	}

	/** What is stored, without fields that the type does not declare, as n8n gives it: another copy each time. */
	async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const { data } = this.#find(details, type);
		const properties = this.getCredentialsProperties(type);
		const given = NodeHelpers.getNodeParameters(
			properties,
			structuredClone(data) as INodeParameters,
			true,
			false,
			null,
			null,
		);
		return given as ICredentialDataDecryptedObject;
	}

	async getCredentials({ id, name }: INodeCredentialsDetails, type: string): Promise<Credentials> {
		return new Credentials({ id, name }, type, '');
	}

	getCredentialsProperties(type: string) {
		return this.#types.get(type)?.properties ?? [];
	}

	getParentTypes(): string[] {
		return [];
	}

	/** Of what a type declares instead of a function, the headers alone are here. */
	async authenticate(
		data: ICredentialDataDecryptedObject,
		type: string,
		request: unknown,
		workflow: Workflow,
		node: INode,
	) {
		const { authenticate } = this.#types.get(type) ?? {};
		const options = request as IHttpRequestOptions;
		if (typeof authenticate === 'function') return await authenticate(data, options);
		const given = Object.entries(authenticate?.properties.headers ?? {}).map(([name, value]) => {
			if (typeof value !== 'string') return [name, value];
			const keys = { $credentials: data };
			return [name, workflow.expression.getSimpleParameterValue(node, value, 'internal', keys)];
		});
		return { ...options, headers: { ...options.headers, ...Object.fromEntries(given) } };
	}

	/** As n8n's server does it: asked for when nothing is cached or a call failed, and what comes back is stored. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		data: ICredentialDataDecryptedObject,
		name: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.#types.get(name);
		const cache = type?.properties.find(({ typeOptions }) => typeOptions?.expirable === true);
		if (type?.preAuthentication === undefined || cache === undefined) return undefined;
		if (data[cache.name] !== '' && !expired) return undefined;
		const found = await type.preAuthentication.call(helpers, data);
		const details = node.credentials?.[name];
		if (found[cache.name] === undefined || details === undefined) return undefined;
		Object.assign(this.#find(details, name).data, found);
		return Object.assign(data, found);
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	#find({ id }: INodeCredentialsDetails, type: string): StoredCredential {
		const stored = id === null ? undefined : this.#stored[id];
		if (stored?.type !== type) throw new Error(`There is no credential ${String(id)} of type ${type}.`);
		return stored;
	}
}
