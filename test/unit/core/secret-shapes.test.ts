import { createHash } from 'node:crypto';
import { looksLikeSecret } from '../../../core/secret-shapes';

/** Put together here, so that no scanner takes this file for a leak. */
const of = (...parts: readonly string[]) => parts.join('');
const MIXED = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0';
const HEX = '0123456789abcdef';

/** Made up, of the shapes that real ones have. */
const secrets: Readonly<Record<string, string>> = {
	'Hugging Face': of('hf', '_', 'aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH'),
	'a Slack app': of('xapp', '-1-A0123456-', '123456789-', HEX),
	'a Slack webhook': of('https://hooks.slack', '.com/services/T0AAAAAAA/B0BBBBBBB/', MIXED.slice(0, 24)),
	DigitalOcean: of('dop', '_v1_', HEX.repeat(4)),
	Notion: of('ntn', '_', MIXED),
	'Notion, an older one': of('secret', '_', MIXED, 'abc'),
	Airtable: of('pat', 'ABCDEFGHIJKLMN', '.', HEX.repeat(4)),
	'HashiCorp Vault, an older one': of('s', '.', MIXED.slice(0, 24)),
	Databricks: of('dapi', HEX.repeat(2)),
	Doppler: of('dp', '.pt.', MIXED),
	Linear: of('lin', '_api_', MIXED),
	Grafana: of('glsa', '_', MIXED.slice(0, 32), '_01234567'),
	'a client of Google': of('GOCSPX', '-', MIXED.slice(0, 28)),
	'a Telegram bot': of('123456789', ':AA', MIXED.slice(0, 33)),
	age: of('AGE-SECRET', '-KEY-1', 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8'),
	'the secret of an AWS key': of('wJalrXUtnFEMI/K7MD', 'ENG/bPxRfiCYEXAMPLEKEY'),
	'a connection to Azure': of('DefaultEndpointsProtocol=https;Account', 'Key=', MIXED, MIXED, '=='),
	'a password by its name': of('pass', 'word=hunter2hunter2'),
	'a variable that is set': of('AWS_SECRET_ACCESS', '_KEY = ', MIXED),
	'an address with a password and no name': of('redis://', ':hunter2pass', '@cache.example.com'),
};

describe.each(['text', 'id'] as const)('in a %s', (kind) => {
	it.each(Object.entries(secrets))('the shape of %s is known, alone and in a sentence', (_what, secret) => {
		expect(looksLikeSecret(secret, kind)).toBe(true);
		expect(looksLikeSecret(`set to ${secret}, by hand`, kind)).toBe(true);
	});

	it.each([
		'secret/data/Apps/Billing-Service/Prod/key',
		'arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod-db-a1B2c3',
		'The token was not accepted; the password is asked for in the vault’s page.',
		'sys/policies/acl/keyturn',
		'secret = the entry',
		'google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ'.slice(0, kind === 'id' ? 90 : 30),
		's.example.com',
		'https://hooks.example.com/services/T0AAAAAAA/B0',
		'redis://cache.example.com:6379/0',
	])('%s is none', (text) => {
		expect(looksLikeSecret(text, kind)).toBe(false);
	});
});

it('a key of Mailgun is known in a field; in an id, “key-” and hexadecimal digits are what many call their keys', () => {
	const key = of('key', '-', HEX.repeat(2));
	expect([looksLikeSecret(key, 'text'), looksLikeSecret(key, 'id')]).toEqual([true, false]);
});

const random = (each: number) => createHash('sha256').update(`id ${each}`).digest();

it('an id that is random is none, whatever letters stand in it by chance', () => {
	for (let each = 0; each < 20_000; each++) {
		const bytes = random(each);
		expect(looksLikeSecret(`key-${bytes.toString('base64url').slice(0, 40)}`, 'id')).toBe(false);
		expect(looksLikeSecret(bytes.toString('hex'), 'id')).toBe(false);
	}
	for (const inside of ['hf_', 'ntn_', 's.', 'dapi', 'GOCSPX-', 'pat'])
		expect(looksLikeSecret(`key-${inside}${'0a1b2c3d'.repeat(8)}`, 'id')).toBe(false);
});
