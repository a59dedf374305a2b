import { Credentials } from 'n8n-core';
import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
	type IWorkflowExecuteAdditionalData,
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

	async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = id === null ? undefined : this.#stored[id];
		if (stored?.type !== type) throw new Error(`There is no credential ${String(id)} of type ${type}.`);
		return structuredClone(stored.data);
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

	async authenticate(_data: ICredentialDataDecryptedObject, _type: string, request: unknown) {
		return request as IHttpRequestOptions;
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}
}
