import { createHash } from 'node:crypto';
import { KeyturnError } from '../../errors';
import { send } from '../../http';
import { hex } from '../../hex';
import { baseAddress } from '../../names';
import type { HttpResponse, Method } from '../../ports';
import { adminOf, setting } from '../../providers/settings';
import { amzDate, authorization } from '../../signing/sigv4';
import { base64 } from '../../base64';
import { bytesOf } from '../../dns/wire/bytes';
import { MEBIBYTE, OCTETS, checkedBytes, containerSetting, filePath, folderSetting } from './files';
import { codeIn, isPage, s3Failure } from './s3-answers';
import { lockHeaders, lockIn, lockSetting } from './s3-lock';
import type { LogStoreDriver } from './store';

/** Two writers at the same time: S3 asks one of them to come again (409), and says on the next try who was first. */
const TRIES = 4;
const PAUSE_MS = 200;
const ACCESS_KEY = /^[A-Za-z0-9_.@-]{3,128}$/;
const REGION = /^[a-z0-9-]{1,40}$/;

/**
 * S3 and what speaks its language. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 * (If-None-Match: 412 when something is there, 409 ConditionalRequestConflict: again), …/API_GetObject.html (lock headers
 * come only with s3:GetObjectRetention), …/userguide/conditional-writes.html, …/userguide/object-lock.html.
 */
export const s3: LogStoreDriver<
	'address' | 'bucket' | 'region' | 'addressing' | 'folder' | 'accessKeyId' | 'lockMode' | 'lockDays'
> = {
	id: 's3',
	title: 'S3 (AWS and Compatible)',
	docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html',
	admin: 'The secret access key that belongs to the access key ID',
	rights:
		'Putting, getting and listing objects (`s3:PutObject`, `s3:GetObject`, `s3:ListBucket`), and where files are locked putting and getting their retention; no right to delete',
	policy: JSON.stringify(
		{
			Version: '2012-10-17',
			Statement: [
				{
					Effect: 'Allow',
					Action: ['s3:PutObject', 's3:GetObject', 's3:PutObjectRetention', 's3:GetObjectRetention'],
					Resource: 'arn:aws:s3:::BUCKET/*',
				},
				{ Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::BUCKET' },
				{
					Effect: 'Deny',
					Action: 's3:PutObject',
					Resource: 'arn:aws:s3:::BUCKET/*',
					Condition: { Null: { 's3:if-none-match': 'true' } },
				},
			],
		},
		null,
		'\t',
	),
	promises: {
		keepsApart: '`If-None-Match: *`: the second writer gets 412',
		lock: 'Object Lock, in a bucket that was made with it: *Governance* can be lifted by whoever has the right to, *Compliance* by nobody until its end',
		mostBytes: MEBIBYTE,
		provedOn: 'SeaweedFS, with Object Lock; not tried on AWS itself',
	},
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'Where the store is, for one that is not AWS',
			placeholder: 'e.g. https://s3.example.com',
			optional: true,
		},
		{ name: 'bucket', label: 'Bucket', help: 'Its name', placeholder: 'e.g. keyturn-audit' },
		{ name: 'region', label: 'Region', help: 'Where the bucket is', default: 'us-east-1' },
		{
			name: 'addressing',
			label: 'Addressing',
			help: 'Whether the bucket stands in the path or in the name of the host',
			default: 'path',
			options: [
				{ value: 'path', label: 'Path' },
				{ value: 'host', label: 'Host Name' },
			],
		},
		{ name: 'folder', label: 'Folder', help: 'Below which the files lie', optional: true },
		{
			name: 'accessKeyId',
			label: 'Access Key ID',
			help: 'The name of the key whose secret is the admin credential',
			id: true,
		},
		{
			name: 'lockMode',
			label: 'Lock',
			help: 'Whether each file is locked when it is written',
			default: 'none',
			options: [
				{ value: 'none', label: 'None' },
				{ value: 'GOVERNANCE', label: 'Governance' },
				{ value: 'COMPLIANCE', label: 'Compliance' },
			],
		},
		{
			name: 'lockDays',
			label: 'Lock Days',
			help: 'For how many days',
			default: '365',
			showFor: { field: 'lockMode', values: ['GOVERNANCE', 'COMPLIANCE'] },
		},
	],
	open(settings, { host, admin: given }) {
		const bucket = containerSetting(settings, 'bucket', 'Bucket');
		const region = matching(settings['region']?.trim() || 'us-east-1', REGION, 'Region', 'us-east-1');
		const address = settings['address']?.trim() || `https://s3.${region}.amazonaws.com`;
		const accessKeyId = matching(
			setting(settings, 'accessKeyId', 'Access Key ID'),
			ACCESS_KEY,
			'Access Key ID',
			'AKIA…',
		);
		const lock = lockSetting(settings);
		const root = `${bucketAddress(baseAddress(address, 'Address'), bucket, settings['addressing'])}/${folderSetting(settings)}`;
		const admin = adminOf(given, 'S3');
		const where = `bucket ${bucket} at ${new URL(root).origin}`;

		async function call(
			method: Method,
			path: string,
			extra: Readonly<Record<string, string>>,
			body?: Uint8Array,
		): Promise<HttpResponse> {
			const url = root + filePath(path, where);
			const { origin, host: name, pathname } = new URL(url);
			const time = amzDate(host.clock.now());
			const bodyHash = hex(
				createHash('sha256')
					.update(body ?? '')
					.digest(),
			);
			const headers = { 'x-amz-content-sha256': bodyHash, 'x-amz-date': time, ...extra };
			const signed = authorization(
				{
					method,
					path: pathname,
					query: [],
					headers: [['host', name], ...Object.entries(headers)],
					bodyHash,
				},
				{ time, region, service: 's3' },
				accessKeyId,
				admin.reveal(origin),
			);
			return await send(host, {
				where,
				method,
				url,
				headers: { accept: '*/*', ...headers, authorization: signed },
				encoding: 'latin1',
				...(body === undefined ? {} : { body, contentType: OCTETS }),
			});
		}

		async function get(path: string): Promise<HttpResponse | null> {
			const response = await call('GET', path, {});
			if (response.status === 200 && response.headers['etag'] !== undefined && !isPage(response))
				return response;
			if (response.status === 404 && codeIn(response) === 'NoSuchKey') return null;
			throw s3Failure(response, where, region);
		}

		return {
			where,
			async createIfAbsent(path, bytes) {
				const body = checkedBytes(bytes, s3.promises.mostBytes, where);
				const conditions = {
					'content-type': OCTETS,
					'if-none-match': '*',
					// Where a lock is asked for, S3 wants to be shown that the bytes arrived as they left.
					'x-amz-checksum-sha256': base64(createHash('sha256').update(body).digest()),
				};
				for (let left = TRIES; ; left--) {
					const response = await call(
						'PUT',
						path,
						{ ...conditions, ...lockHeaders(lock, host.clock.now()) },
						body,
					);
					const { status, headers } = response;
					if (status === 200 && headers['etag'] !== undefined && !isPage(response)) return true;
					if (status === 412) return false;
					if (status !== 409 || codeIn(response) !== 'ConditionalRequestConflict' || left === 1)
						throw s3Failure(response, where, region);
					await host.clock.sleep(PAUSE_MS + (host.random(1)[0] ?? 0));
				}
			},
			async read(path) {
				const response = await get(path);
				return response === null ? null : bytesOf(response.body);
			},
			async lockOf(path) {
				const response = await get(path).catch(() => null);
				return response === null
					? { verdict: 'could not be proved', why: 'the file could not be read back' }
					: lockIn(response, lock);
			},
		};
	},
};

function matching(text: string, form: RegExp, label: string, example: string): string {
	if (!form.test(text)) throw new KeyturnError('BAD_INPUT', label, `use one like ${example}`);
	return text;
}

function bucketAddress(base: string, bucket: string, addressing = 'path'): string {
	if (addressing === 'path') return `${base}/${bucket}`;
	if (bucket.includes('.'))
		throw new KeyturnError(
			'BAD_INPUT',
			'Addressing',
			'a bucket with a dot in its name has no valid host name: use Path',
		);
	return base.replace('://', `://${bucket}.`);
}
