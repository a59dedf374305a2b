import type { PlainRequest, PlainResponse } from '../../../demo/http/plain';
import { FOLDER, type OpenFakeStore } from './fake';

const CONTAINER = 'audit';
const SIGNATURE = 'c2lnbmF0dXJlLW9mLWEtY29udGFpbmVyLWFuZC1pdHMtZW5k';

/** Azure's interface as its reference describes it, before a signature that may read and create, and not overwrite. */
export const fakeAzureBlob: OpenFakeStore = ({ origin, mark, files, heedless, settings }) => {
	const known = { 'x-ms-request-id': '6a1c1ad1-701e-0062-0dcb-9a4ea2000000', 'x-ms-version': '2021-12-02' };
	const refuse = (status: number, code: string): PlainResponse => ({
		status,
		headers: { ...known, 'content-type': 'application/xml', 'x-ms-error-code': code },
		body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${mark}</Message></Error>`,
	});
	const handle = ({ method, path, query, headers, body }: PlainRequest): PlainResponse => {
		if (query['sig'] !== SIGNATURE) return refuse(403, 'AuthenticationFailed');
		const [, container, name = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
		if (container !== CONTAINER) return refuse(404, 'ContainerNotFound');
		const file = name.slice(FOLDER.length + 1);
		const found = files.get(file);
		if (method === 'PUT') {
			if (headers['x-ms-blob-type'] !== 'BlockBlob') return refuse(400, 'MissingRequiredHeader');
			if (found !== undefined && heedless !== true)
				return headers['if-none-match'] === '*'
					? refuse(409, 'BlobAlreadyExists')
					: refuse(403, 'UnauthorizedBlobOverwrite');
			files.set(file, body);
			return { status: 201, headers: { ...known, etag: '"0x8DCB1"' }, body: '' };
		}
		if (found === undefined) return refuse(404, 'BlobNotFound');
		const type = { 'content-type': 'application/octet-stream', etag: '"0x8DCB1"' };
		return { status: 200, headers: { ...known, ...type }, body: found };
	};
	return {
		services: { [origin]: handle },
		settings: { address: origin, container: CONTAINER, folder: FOLDER, ...settings },
		admin: `sv=2021-12-02&sr=c&sp=rc&se=2031-01-01T00%3A00%3A00Z&spr=https&sig=${SIGNATURE}`,
		secrets: [SIGNATURE],
	};
};
