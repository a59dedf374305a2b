import { KeyturnError } from '../errors';
import { setting } from '../providers/settings';
import type { Secret } from '../secret';
import { N8nApi, addressField, credentialField } from './n8n-api';
import type { TargetDriver } from './target';

/** What n8n reads as "leave the stored value as it is", and shows in its place. Source: n8n-workflow, constants. */
const BLANK = /__n8n_BLANK_VALUE_|__n8n_EMPTY_VALUE_/;
/** Credential types of our own: the login that Keyturn itself works with, and those that read the vault. */
const OWN = /^keyturn/;

const before: Readonly<Record<string, string>> = {
	nothing: '',
	bearer: 'Bearer ',
	basic: 'Basic ',
	token: 'Token ',
};

/**
 * A credential that n8n itself keeps: one field of it gets the value, all others stay. n8n shows no value, so it is
 * recognised by the time of its last change.
 */
export const n8nCredential: TargetDriver<'address' | 'credentialId' | 'field' | 'before'> = {
	id: 'n8n-credential',
	title: 'n8n Credential',
	docs: 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/n8n-targets.md',
	sends:
		'The value is sent to n8n, which keeps it in one field of the credential and leaves all other fields as they are',
	rights:
		'An API key of n8n, made by its owner or an admin, with the scopes credential:read and credential:update',
	fields: [
		addressField,
		credentialField,
		{
			name: 'field',
			label: 'Field',
			help: 'The field of the credential that holds the key, as n8n calls it inside',
			placeholder: 'e.g. apiKey, or value for Header Auth',
		},
		{
			name: 'before',
			label: 'Before the Value',
			help: 'What the field holds before the value itself',
			default: 'nothing',
			options: [
				{ value: 'nothing', label: 'Nothing' },
				{ value: 'bearer', label: 'Bearer and a Space' },
				{ value: 'basic', label: 'Basic and a Space' },
				{ value: 'token', label: 'Token and a Space' },
			],
		},
	],
	place: ['address', 'credentialId'],
	open(settings, admin, host) {
		const api = new N8nApi(settings, admin, host);
		const field = setting(settings, 'field', 'Field');
		const prefix = before[settings['before'] ?? 'nothing'];
		if (prefix === undefined)
			throw new KeyturnError('BAD_INPUT', 'Before the Value', 'choose one from the list');
		return {
			title: api.title,
			valueOrigin: api.origin,
			adminOrigin: api.origin,
			async check() {
				const { found } = await api.check(field);
				if (OWN.test(found.type))
					throw new KeyturnError(
						'BAD_INPUT',
						api.title,
						'it is a credential of Keyturn’s own, which reads the vault',
						{
							next: 'Choose the credential that the app’s workflows use. A vault-backed one is a target of its own kind.',
						},
					);
				return [];
			},
			async update({ value }) {
				refuseMarks(value, api);
				return await api.change({ [field]: { before: prefix, secret: value } });
			},
			async holds(_what, receipt) {
				const found = await api.find();
				if (found === null) return 'gone';
				return found.updatedAt === receipt ? 'yes' : 'no';
			},
			works: () => api.test(),
		};
	},
};

/** n8n would take such a text for its own mark, or for a formula, and use another value than the one it was given. */
function refuseMarks(value: Secret, { origin, title }: N8nApi): void {
	const text = value.reveal(origin);
	if (BLANK.test(text) || text.startsWith('='))
		throw new KeyturnError(
			'BAD_INPUT',
			title,
			'n8n would not keep this value as it is. Nothing was sent to it',
			{
				next: 'Roll back, and have the provider make another key.',
			},
		);
}
