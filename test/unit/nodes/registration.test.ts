import { KeyturnError } from '../../../core/errors';
import { registrationOf } from '../../../nodes/RotateKey/registration';

const FORM: Readonly<Record<string, unknown>> = {
	keyName: 'marketing-summariser.openai',
	provider: 'openai',
	admin: 'openai',
	openaiServiceAccount: 'proj_8Zq2XwT5aLm0Rk7BvQ3nYc1D/user-4Hv1PsK9eJt6Uf2GzX8oWb3N',
	openaiScopes: 'api.responses.write, api.model.read',
	options: {},
};

const registered = (more: Readonly<Record<string, unknown>> = {}) =>
	registrationOf(((name: string, fallback: unknown) => ({ ...FORM, ...more })[name] ?? fallback) as never);

describe('the form of Register', () => {
	it('takes ids that a provider gave out, although they look random, and fills in what has a default', () => {
		expect(registered().providerSettings).toEqual({
			serviceAccount: FORM['openaiServiceAccount'],
			scopes: FORM['openaiScopes'],
			expiresInDays: '180',
			address: 'https://api.openai.com/v1',
		});
	});

	it.each([
		['a key where the ids belong', { openaiServiceAccount: 'sk-admin-4Hv1PsK9eJt6Uf2GzX8oWb3N' }],
		['random text where no id belongs', { openaiScopes: '8Zq2XwT5aLm0Rk7BvQ3nYc1D4Hv1PsK9' }],
	])('refuses %s without repeating it', (_what, more) => {
		const [text] = Object.values(more);
		let error: unknown;
		try {
			registered(more);
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toBeInstanceOf(KeyturnError);
		expect((error as Error).message).toContain('looks like a secret');
		expect(JSON.stringify(error) + (error as Error).message).not.toContain(text);
	});

	it('hands on every field as it was filled in, without spaces around names', () => {
		expect(
			registered({
				keyName: ' marketing-summariser.openai ',
				options: {
					app: ' Summariser ',
					owner: ' Ada Lovelace ',
					risk: 'high',
					path: 'apps/a',
					field: 'key',
					keyId: 'key_8Zq2',
					cadenceDays: 7,
					graceHours: 1,
					cacheSeconds: 2,
					delaySeconds: 3,
					observeSeconds: 4,
					openaiExpiresInDays: '90',
					smoke: {
						test: {
							url: 'https://a.test/x',
							method: 'POST',
							sendAs: 'header',
							header: 'x-key',
							expectStatus: 204,
						},
					},
					targets: {
						httpHook: [{ address: 'https://b.test/hook', admin: 'hook' }],
						n8nCredential: [
							{
								address: 'https://n.test',
								admin: 'n8n',
								before: 'bearer',
								credentialId: 'R2Dj',
								field: 'value',
							},
						],
					},
				},
			}),
		).toEqual({
			name: 'marketing-summariser.openai',
			app: 'Summariser',
			owner: 'Ada Lovelace',
			risk: 'high',
			provider: 'openai',
			providerSettings: {
				serviceAccount: FORM['openaiServiceAccount'],
				scopes: FORM['openaiScopes'],
				expiresInDays: '90',
				address: 'https://api.openai.com/v1',
			},
			admin: 'openai',
			path: 'apps/a',
			field: 'key',
			keyId: 'key_8Zq2',
			cadenceDays: 7,
			graceHours: 1,
			cacheSeconds: 2,
			delaySeconds: 3,
			observeSeconds: 4,
			smoke: {
				url: 'https://a.test/x',
				method: 'POST',
				sendAs: 'header',
				header: 'x-key',
				expectStatus: 204,
			},
			targets: [
				{ kind: 'http-hook', settings: { address: 'https://b.test/hook' }, admin: 'hook' },
				{
					kind: 'n8n-credential',
					settings: { address: 'https://n.test', before: 'bearer', credentialId: 'R2Dj', field: 'value' },
					admin: 'n8n',
				},
			],
		});
	});

	it('leaves open what was left open', () => {
		expect(registered()).toMatchObject({
			app: 'marketing-summariser',
			smoke: null,
			targets: [],
			admin: 'openai',
		});
		expect(registered({ keyName: 'shop' }).app).toBe('shop');
		expect(registered({ options: { smoke: { test: { url: 'https://a.test' } } } }).smoke).toEqual({
			url: 'https://a.test',
			method: 'GET',
			sendAs: 'none',
			header: '',
			expectStatus: 200,
		});
		expect(Object.keys(registered()).filter((name) => /Days|Hours|Seconds/.test(name))).toEqual([]);
	});

	it('passes over what belongs to another provider, and the credential where people make the keys', () => {
		const form = { provider: 'manual', manualCreatePage: 'https://a.test', manualProbeUrl: 'https://b.test' };
		const { admin, providerSettings } = registered({ ...form, options: { openaiExpiresInDays: '9' } });
		expect(admin).toBe('');
		expect(providerSettings).toMatchObject({ createPage: 'https://a.test', probeUrl: 'https://b.test' });
		expect(JSON.stringify(providerSettings)).not.toContain('9');
	});
});
