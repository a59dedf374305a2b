import { z } from 'zod';
import { bytesOf } from '../../dns/wire/bytes';
import type { KeyturnError } from '../../errors';
import { bearer, failure, read, send, type Call } from '../../http';
import { baseAddress } from '../../names';
import type { HttpResponse } from '../../ports';
import { adminOf } from '../../providers/settings';
import { serviceAccountTokens } from '../../signing/service-account';
import {
	MEBIBYTE,
	OCTETS,
	checkedBytes,
	containerSetting,
	filePath,
	folderSetting,
	noContainer,
	notTheStore,
	refusedAdmin,
} from './files';
import type { Lock, LogStoreDriver } from './store';

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';
const NEEDS =
	'the service account needs the roles Storage Object Creator and Storage Object Viewer on the bucket';
const TOKEN_ADDRESS = 'https://oauth2.googleapis.com/token';
const ADDRESS = 'https://storage.googleapis.com';

const text = z.string().max(2_000);
const object = z.object({
	name: text,
	generation: z.string().regex(/^\d{1,30}$/),
	size: z.string().regex(/^\d{1,15}$/),
	retentionExpirationTime: text.optional(),
	retention: z.object({ mode: z.enum(['Locked', 'Unlocked']), retainUntilTime: text }).optional(),
});
const listed = z.object({ kind: z.literal('storage#objects'), items: z.array(object).max(10).optional() });

/**
 * Google Cloud Storage, by its JSON interface. Tried on a fake of our own only.
 * Source: https://cloud.google.com/storage/docs/json_api/v1/objects/insert (`ifGenerationMatch=0`: only if there is no
 * live version; 412 otherwise), …/objects/get (`alt=media`), …/objects/list, https://cloud.google.com/storage/docs/json_api/v1/objects
 * (retention), https://cloud.google.com/storage/docs/quotas (one write a second to the same name: no name is written twice).
 */
export const googleCloudStorage: LogStoreDriver<'bucket' | 'folder' | 'address' | 'signInAddress'> = {
	id: 'google-cloud-storage',
	title: 'Google Cloud Storage',
	docs: 'https://cloud.google.com/storage/docs/request-preconditions',
	admin: `The JSON key file of a service account; it may be sent to ${ADDRESS} and ${new URL(TOKEN_ADDRESS).origin}`,
	rights:
		'The roles Storage Object Creator and Storage Object Viewer on the one bucket (`roles/storage.objectCreator`, `roles/storage.objectViewer`): neither overwrites nor deletes',
	policy: null,
	promises: {
		keepsApart: '`ifGenerationMatch=0`: the second writer gets 412',
		lock: 'A retention policy of the bucket, set and locked at Google. Keyturn sets none and shows its end',
		mostBytes: MEBIBYTE,
		provedOn: 'Our own fake, written from Google’s pages; on no server of others',
	},
	fields: [
		{ name: 'bucket', label: 'Bucket', help: 'Its name', placeholder: 'e.g. keyturn-audit' },
		{ name: 'folder', label: 'Folder', help: 'Below which the files lie', optional: true },
		{
			name: 'address',
			label: 'Address',
			help: 'Where the store is, for a proxy of your own',
			default: ADDRESS,
		},
		{
			name: 'signInAddress',
			label: 'Sign-In Address',
			help: 'Where Google lets the service account sign in, for a proxy of your own',
			default: TOKEN_ADDRESS,
		},
	],
	open(settings, { host, admin }) {
		const base = baseAddress(settings['address']?.trim() || ADDRESS, 'Address');
		const bucket = containerSetting(settings, 'bucket', 'Bucket');
		const folder = folderSetting(settings);
		const where = `bucket ${bucket} at ${new URL(base).origin}`;
		const tokens = serviceAccountTokens(
			host,
			adminOf(admin, 'Google Cloud Storage'),
			baseAddress(settings['signInAddress']?.trim() || TOKEN_ADDRESS, 'Sign-In Address'),
			SCOPE,
		);
		const nameOf = (path: string): string => `${folder}${filePath(path, where)}`;
		const objects = `b/${encodeURIComponent(bucket)}/o`;

		const call = async (request: Pick<Call, 'method' | 'body' | 'contentType' | 'encoding'>, path: string) =>
			await send(host, {
				where,
				url: `${base}/${path}`,
				headers: { authorization: bearer(await tokens()) },
				...request,
			});

		/** Whether the bucket, asked by another way, says that there is no such file: a 404 alone may be anybody's. */
		async function isMissing(name: string): Promise<boolean> {
			const query = `prefix=${encodeURIComponent(name)}&maxResults=1`;
			const response = await call({ method: 'GET' }, `storage/v1/${objects}?${query}`);
			if (response.status !== 200) throw googleFailure(response, where);
			return (read(response, listed, where).items ?? []).every((each) => each.name !== name);
		}

		return {
			where,
			async createIfAbsent(path, bytes) {
				const body = checkedBytes(bytes, googleCloudStorage.promises.mostBytes, where);
				const name = nameOf(path);
				const query = `uploadType=media&ifGenerationMatch=0&name=${encodeURIComponent(name)}`;
				const response = await call(
					{ method: 'POST', body, contentType: OCTETS },
					`upload/storage/v1/${objects}?${query}`,
				);
				if (response.status === 412) return false;
				if (response.status !== 200) throw googleFailure(response, where);
				const stored = read(response, object, where);
				if (stored.name !== name || stored.size !== String(body.length)) throw notTheStore(where, 200);
				return true;
			},
			async read(path) {
				const name = nameOf(path);
				const response = await call(
					{ method: 'GET', encoding: 'latin1' },
					`storage/v1/${objects}/${encodeURIComponent(name)}?alt=media`,
				);
				if (response.status === 200 && response.headers['x-goog-generation'] !== undefined)
					return bytesOf(response.body);
				if (response.status !== 404) throw googleFailure(response, where);
				if (await isMissing(name)) return null;
				throw notTheStore(where, response.status);
			},
			async lockOf(path) {
				try {
					const response = await call(
						{ method: 'GET' },
						`storage/v1/${objects}/${encodeURIComponent(nameOf(path))}`,
					);
					if (response.status !== 200) throw googleFailure(response, where);
					return lockIn(read(response, object, where));
				} catch {
					return { verdict: 'could not be proved', why: 'Google did not show what it keeps about the file' };
				}
			},
		};
	},
};

function lockIn({ retention, retentionExpirationTime }: z.output<typeof object>): Lock {
	const ends = [
		{ mode: 'retention policy of the bucket', until: Date.parse(retentionExpirationTime ?? '') },
		{
			mode: `${retention?.mode.toLowerCase() ?? ''} retention`,
			until: Date.parse(retention?.retainUntilTime ?? ''),
		},
	].filter(({ until }) => !Number.isNaN(until));
	const [longest] = ends.sort((a, b) => b.until - a.until);
	return longest === undefined ? { verdict: 'none' } : { verdict: 'verified', ...longest };
}

function googleFailure(response: HttpResponse, where: string): KeyturnError {
	const { status } = response;
	if (status === 404) return noContainer(where, 'bucket');
	if (status === 401 || status === 403)
		return refusedAdmin(where, status, 'the service account was refused', NEEDS);
	return status >= 200 && status < 300 ? notTheStore(where, status) : failure(response, where);
}
