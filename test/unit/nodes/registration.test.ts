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
});
