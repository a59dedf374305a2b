import { KeyturnError } from '../errors';
import { bearer, plain, send } from '../http';
import { headerName, originOf } from '../names';
import type { HttpResponse } from '../ports';
import type { Provider, ProviderDriver, Verdict } from './provider';
import { evidence, setting } from './settings';

type Name = 'createPage' | 'revokePage' | 'probeUrl' | 'sendAs' | 'header' | 'deadStatus';

const byPerson = (): Promise<never> =>
	Promise.reject(
		new KeyturnError('NEEDS_HUMAN', 'Manual provider', 'only a person can do this at the provider'),
	);

/** Any service whose keys only a person can make. Keyturn names the page, stores, checks and proves all the same. */
export const manual: ProviderDriver<Name> = {
	id: 'manual',
	title: 'Manual',
	docs: 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/providers/manual.md',
	made: 'by a person',
	keyClass: 'C',
	limit: null,
	promises: {
		listsByName: false,
		uniqueNames: false,
		scopes: 'none',
		expires: false,
		disable: false,
		identity: false,
	},
	rights: 'None: a person makes and revokes the keys',
	deadAnswer: '401, or 403 where the key says so',
	fields: [
		{
			name: 'createPage',
			label: 'Page to Make a Key',
			help: 'The page of the provider where a person makes a new key',
			placeholder: 'e.g. https://platform.example.com/settings/keys',
		},
		{
			name: 'revokePage',
			label: 'Page to Revoke a Key',
			help: 'The page where a person revokes the old key; empty for the same page',
			optional: true,
		},
		{
			name: 'probeUrl',
			label: 'Check Address',
			help: 'An address that answers 2xx to a working key and changes nothing',
			placeholder: 'e.g. https://api.example.com/v1/models',
		},
		{
			name: 'sendAs',
			label: 'Send As',
			help: 'How the key is presented to the check address',
			default: 'bearer',
			options: [
				{ value: 'bearer', label: 'Bearer Token' },
				{ value: 'header', label: 'Header' },
			],
		},
		{
			name: 'header',
			label: 'Header Name',
			help: 'The header that carries the key',
			placeholder: 'e.g. x-api-key',
			optional: true,
			showFor: { field: 'sendAs', values: ['header'] },
		},
		{
			name: 'deadStatus',
			label: 'Answer to a Dead Key',
			help: 'The status that the check address answers to a key that was revoked',
			default: '401',
			options: [
				{ value: '401', label: '401' },
				{ value: '403', label: '403' },
			],
		},
	],
	initial: () => ({ scopes: null, lifetimeSeconds: null }),
	pages: (settings) => ({
		create: settings['createPage'] ?? '',
		revoke: settings['revokePage']?.trim() || (settings['createPage'] ?? ''),
	}),

	open(settings, _admin, host): Provider {
		originOf(setting(settings, 'createPage', 'Page to Make a Key'), 'Page to Make a Key');
		const url = setting(settings, 'probeUrl', 'Check Address');
		const origin = originOf(url, 'Check Address');
		const name =
			settings['sendAs'] === 'header'
				? headerName(setting(settings, 'header', 'Header Name'), 'Header Name')
				: null;
		const deadStatus = settings['deadStatus'] === '403' ? 403 : 401;
		return {
			adminOrigin: null,
			probeOrigin: origin,
			create: byPerson,
			list: () => Promise.resolve([]),
			disable: byPerson,
			enable: byPerson,
			revoke: byPerson,
			async probe(value) {
				const response = await send(host, {
					where: 'Check address',
					method: 'GET',
					url,
					headers: name === null ? { authorization: bearer(value) } : { [name]: plain(value) },
				});
				return { verdict: verdictOf(response, deadStatus), keyId: null, answer: evidence(response) };
			},
		};
	},
};

/** A web page is a login page or a proxy's, whatever its status: it says nothing of the key. */
function verdictOf(response: HttpResponse, deadStatus: number): Verdict {
	const { status, headers, body } = response;
	if (/^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype|html)\b/i.test(body))
		return 'unknown';
	if (status >= 200 && status < 300) return 'alive';
	return status === deadStatus ? 'dead' : 'unknown';
}
