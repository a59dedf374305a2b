import { KeyturnError } from '../../errors';
import { failure } from '../../http';
import type { HttpResponse } from '../../ports';
import { clockOff, noContainer, notTheStore, refusedAdmin } from './files';

const NEEDS =
	's3:PutObject and s3:GetObject on its files, and s3:ListBucket on the bucket, without which a file that is not there is refused instead of missed';

export const isPage = ({ headers }: HttpResponse): boolean =>
	/^text\/html\b/i.test(headers['content-type'] ?? '');

/** S3's own word for what is wrong; nothing else of an answer is looked at. */
export const codeIn = ({ body }: HttpResponse): string =>
	/<Code>([A-Za-z]{1,60})<\/Code>/.exec(body.slice(0, 4_096))?.[1] ?? '';

const failures: Readonly<Record<string, (where: string, status: number, region: string) => KeyturnError>> = {
	NoSuchBucket: (where) => noContainer(where, 'bucket'),
	RequestTimeTooSkewed: clockOff,
	SignatureDoesNotMatch: (where, status) =>
		refusedAdmin(
			where,
			status,
			'the secret access key is not that of the access key ID',
			'it may be another key’s',
		),
	InvalidAccessKeyId: (where, status) =>
		refusedAdmin(where, status, 'the access key ID is not known', 'the key may have been deleted'),
	AccessDenied: (where, status) => refusedAdmin(where, status, 'the key was refused', `it needs ${NEEDS}`),
	...Object.fromEntries(
		[
			'PermanentRedirect',
			'TemporaryRedirect',
			'AuthorizationHeaderMalformed',
			'IllegalLocationConstraintException',
		].map((code) => [
			code,
			(where: string, status: number, region: string) =>
				new KeyturnError(
					'BAD_INPUT',
					where,
					`the bucket is not in the region ${region}, or not at this address`,
					{
						status,
						next: 'Correct the region, and the address with it.',
					},
				),
		]),
	),
	NotImplemented: (where, status) =>
		new KeyturnError('BAD_INPUT', where, 'the store does not know conditional writes', {
			status,
			next: 'Use a store that does: without them two writers would overwrite each other’s entries.',
		}),
	InvalidRequest: (where, status) =>
		new KeyturnError('BAD_INPUT', where, 'the store refuses the request as it is', {
			status,
			next: 'If files are to be locked, the bucket must have been made with Object Lock.',
		}),
};

/** The error for an answer that is not the one wanted. */
export function s3Failure(response: HttpResponse, where: string, region: string): KeyturnError {
	const { status } = response;
	const code = codeIn(response);
	if (status >= 200 && status < 300) return notTheStore(where, status);
	if (status < 500 && Object.hasOwn(failures, code))
		return failures[code]?.(where, status, region) ?? failure(response, where);
	return failure(response, where);
}
