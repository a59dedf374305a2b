import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const HEADER = 'X-API-Key';
export const BARE = 'bareHeaderApi';

const SOURCE = `exports.BareHeaderApi = class {
	name = '${BARE}';
	displayName = 'Bare Header API';
	properties = [{ displayName: 'Value', name: 'value', type: 'string', typeOptions: { password: true }, default: '' }];
	authenticate = async ({ value }, request) => ({ ...request, headers: { ...request.headers, '${HEADER}': value } });
};
`;

/**
 * Gives an n8n that has not been started yet the least that a predefined credential can be, as a private extension: what a
 * call with it costs more than one with header authentication is n8n's own, and nobody's credential can cost less.
 */
export function addBareCredential(folder: string): void {
	const extensions = join(folder, '.n8n', 'custom');
	mkdirSync(extensions, { recursive: true });
	writeFileSync(join(extensions, 'BareHeaderApi.credentials.js'), SOURCE);
}
