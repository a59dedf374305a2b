import { failure, send } from '../../http';
import { baseAddress } from '../../names';
import type { HttpResponse, Method } from '../../ports';
import { adminOf, setting } from '../../providers/settings';
import type { KeyturnError } from '../../errors';
import { bytesOf } from '../../dns/wire/bytes';
import {
	MEBIBYTE,
	OCTETS,
	checkedBytes,
	clockOff,
	containerSetting,
	filePath,
	folderSetting,
	noContainer,
	notTheStore,
	refusedAdmin,
} from './files';
import type { Lock, LogStoreDriver } from './store';

/** The version of the interface that is spoken. */
const VERSION = '2021-12-02';
const NEEDS = 'the permissions Read and Create on the container, and an end that is not over';

/** Words of Azure that mean: something is there already. The second is what a signature without Write gets for it. */
const THERE = ['BlobAlreadyExists', 'UnauthorizedBlobOverwrite', 'BlobImmutableDueToPolicy'];

/**
 * Azure Blob Storage, with a shared access signature: it can be made for one container, for reading and creating alone,
 * where an account key opens everything. Source: https://learn.microsoft.com/rest/api/storageservices/put-blob,
 * …/get-blob (immutability headers), …/blob-service-error-codes, …/create-service-sas (`c` creates, `w` overwrites).
 */
export const azureBlob: LogStoreDriver<'address' | 'container' | 'folder'> = {
	id: 'azure-blob',
	title: 'Azure Blob Storage',
	docs: 'https://learn.microsoft.com/rest/api/storageservices/put-blob',
	admin: 'A shared access signature of the container (`sv=…&sig=…`)',
	rights:
		'A service signature for the one container (`sr=c`) with Read and Create but not Write (`sp=rc`), https only, from a stored access policy so that it can be ended',
	policy: null,
	promises: {
		keepsApart: '`If-None-Match: *`: the second writer gets 409; without Write nobody overwrites at all',
		lock: 'An immutability policy of the container, set and locked at Azure. Keyturn sets none; one of a single version is shown, one of the whole container is not',
		mostBytes: MEBIBYTE,
		provedOn: 'Azurite (Microsoft’s emulator), without immutability; not tried on Azure itself',
	},
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'Of the account',
			placeholder: 'e.g. https://keyturnaudit.blob.core.windows.net',
		},
		{ name: 'container', label: 'Container', help: 'Its name', placeholder: 'e.g. audit' },
		{ name: 'folder', label: 'Folder', help: 'Below which the files lie', optional: true },
	],
	open(settings, { host, admin: given }) {
		const base = baseAddress(setting(settings, 'address', 'Address'), 'Address');
		const container = containerSetting(settings, 'container', 'Container');
		const folder = folderSetting(settings);
		const admin = adminOf(given, 'Azure Blob Storage');
		const where = `container ${container} at ${new URL(base).origin}`;

		const call = (
			method: Method,
			path: string,
			headers: Readonly<Record<string, string>>,
			body?: Uint8Array,
		): Promise<HttpResponse> =>
			send(host, {
				where,
				method,
				url: `${base}/${container}/${folder}${filePath(path, where)}`,
				query: admin,
				headers: { accept: '*/*', 'x-ms-version': VERSION, ...headers },
				encoding: 'latin1',
				...(body === undefined ? {} : { body, contentType: OCTETS }),
			});

		async function get(path: string): Promise<HttpResponse | null> {
			const response = await call('GET', path, {});
			if (response.status === 200 && isAzure(response)) return response;
			if (response.status === 404 && codeIn(response) === 'BlobNotFound') return null;
			throw azureFailure(response, where);
		}

		return {
			where,
			async createIfAbsent(path, bytes) {
				const body = checkedBytes(bytes, azureBlob.promises.mostBytes, where);
				const response = await call(
					'PUT',
					path,
					{ 'x-ms-blob-type': 'BlockBlob', 'if-none-match': '*' },
					body,
				);
				if (response.status === 201 && isAzure(response)) return true;
				if (response.status >= 400 && THERE.includes(codeIn(response))) return false;
				// Without the right to overwrite, Azurite says no more than that; so does either for a right that is missing.
				if (codeIn(response) === 'AuthorizationPermissionMismatch' && (await get(path)) !== null)
					return false;
				throw azureFailure(response, where);
			},
			async read(path) {
				const response = await get(path);
				return response === null ? null : bytesOf(response.body);
			},
			async lockOf(path) {
				const response = await get(path).catch(() => null);
				return response === null
					? { verdict: 'could not be proved', why: 'the file could not be read back' }
					: lockIn(response);
			},
		};
	},
};

/** Both stand in each of Azure's answers that carries or makes a blob, and in no web page. */
const isAzure = ({ headers }: HttpResponse): boolean =>
	headers['etag'] !== undefined && headers['x-ms-request-id'] !== undefined;

/** Azure's own word for what is wrong, from its header; nothing else of an answer is looked at. */
const codeIn = ({ headers }: HttpResponse): string => headers['x-ms-error-code'] ?? '';

function lockIn({ headers }: HttpResponse): Lock {
	const until = Date.parse(headers['x-ms-immutability-policy-until-date'] ?? '');
	const mode = headers['x-ms-immutability-policy-mode']?.toLowerCase();
	if (Number.isNaN(until) || (mode !== 'locked' && mode !== 'unlocked'))
		return {
			verdict: 'could not be proved',
			why: 'Azure shows no policy on this file; one of the whole container is not shown to a signature',
		};
	return {
		verdict: 'verified',
		mode: mode === 'locked' ? 'locked policy' : 'policy that is not locked yet',
		until,
	};
}

const failures: Readonly<Record<string, (where: string, status: number) => KeyturnError>> = {
	ContainerNotFound: (where) => noContainer(where, 'container'),
	AuthenticationFailed: (where, status) =>
		refusedAdmin(where, status, 'the shared access signature was refused', `it needs ${NEEDS}`),
	AuthorizationFailure: (where, status) =>
		refusedAdmin(
			where,
			status,
			'the shared access signature, or the network that it came from, was refused',
			`it needs ${NEEDS}; and the account must take requests from this network`,
		),
	AuthorizationPermissionMismatch: (where, status) =>
		refusedAdmin(
			where,
			status,
			'the shared access signature has not the right for this',
			`it needs ${NEEDS}`,
		),
	RequestTimeTooSkewed: clockOff,
};

function azureFailure(response: HttpResponse, where: string): KeyturnError {
	const { status } = response;
	const code = codeIn(response);
	if (status >= 200 && status < 300) return notTheStore(where, status);
	if (status < 500 && Object.hasOwn(failures, code))
		return failures[code]?.(where, status) ?? failure(response, where);
	return failure(response, where);
}
