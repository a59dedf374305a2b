import { generateKeyPairSync } from 'node:crypto';
import { dkimKey } from '../../../../../core/dns/findings/dkim-key';
import type { Zone } from '../../../../fakes/dns/zone';
import { evidenceOf, judgeMail } from './judging';

const rsa = (bits: number, type: 'spki' | 'pkcs1' = 'spki') =>
	generateKeyPairSync('rsa', { modulusLength: bits })
		.publicKey.export({ format: 'der', type })
		.toString('base64');
const STRONG = rsa(2048);
const ED25519 = generateKeyPairSync('ed25519')
	.publicKey.export({ format: 'der', type: 'spki' })
	.subarray(-32);

const at = (selector: string, ...texts: readonly string[]): Zone => ({
	[`${selector}._domainkey.example.test.`]: { TXT: texts },
});
const evidence = (text: string) =>
	evidenceOf(dkimKey, { zone: at('mine', text), options: { selectors: ['mine'] } });

describe('DKIM-01', () => {
	it.each([
		['an RSA key of 2048 bits', `v=DKIM1; k=rsa; p=${STRONG}`],
		['one in its bare form', `v=DKIM1; p=${rsa(2048, 'pkcs1')}`],
		['one without a version, in pieces', `p=${STRONG.slice(0, 100)} ${STRONG.slice(100)}`],
		['an Ed25519 key', `v=DKIM1; k=ed25519; p=${ED25519.toString('base64')}`],
		['hashes, flags and services that allow it', `v=DKIM1; h=sha1:sha256; t=s; s=*; n=note; p=${STRONG};`],
	])('does not fire for %s', async (_what, text) => expect(await evidence(text)).toEqual([]));

	it.each([
		[`v=DKIM1; p=${rsa(1024)}`, 'the key has 1024 bits, 2048 are recommended'],
		[`v=DKIM1; p=${rsa(1023)}`, 'the key has 1023 bits; receivers refuse it'],
		[`v=DKIM1; p=${rsa(512, 'pkcs1')}`, 'the key has 512 bits; receivers refuse it'],
		['v=DKIM1; p=', 'the key was taken back (p= is empty)'],
		[`v=DKIM1; t=s:y; p=${STRONG}`, 't=y says that DKIM is only being tried'],
		[`v=DKIM1; p=${STRONG.slice(0, -5)}`, 'p= is not written in base64'],
		[`v=DKIM1; p=!${STRONG.slice(1)}`, 'p= is not written in base64'],
		['v=DKIM1; p=AAAA', 'p= holds no RSA key'],
		['v=DKIM1; k=ed25519; p=AAAA', 'p= holds no Ed25519 key'],
		[`v=DKIM2; p=${STRONG}`, 'v= says “DKIM2” instead of DKIM1'],
		[`k=rsa; v=DKIM1; p=${STRONG}`, 'v= does not come first'],
		[`v=DKIM1; k=dsa; p=${STRONG}`, 'k= says “dsa”, a kind of key that nobody knows'],
		[`v=DKIM1; h=sha1; p=${STRONG}`, 'h= leaves only hashes that are no longer accepted'],
		[`v=DKIM1; s=tlsrpt; p=${STRONG}`, 's= says that the key is not for mail'],
		['v=DKIM1; k=rsa', 'it has no p=, so no key'],
	])('names what is wrong, case %#', async (text, problem) => {
		expect(await evidence(text)).toEqual([`selector mine: ${problem}`]);
	});

	it('looks at common selectors without being told', async () => {
		expect(await evidenceOf(dkimKey, { zone: at('google', `v=DKIM1; p=${rsa(1024)}`) })).toEqual([
			'selector google: the key has 1024 bits, 2048 are recommended',
		]);
	});

	it('fires for two keys in one place', async () => {
		expect(await evidenceOf(dkimKey, { zone: at('google', `p=${STRONG}`, `p=${rsa(2048)}`) })).toEqual([
			'selector google has 2 keys, and receivers take any one of them',
		]);
	});

	it('makes no finding of a selector that is not there, and no green light', async () => {
		expect(await judgeMail(dkimKey, { zone: {}, options: { selectors: ['mine', '../..', ''] } })).toEqual({
			notChecked:
				'no DKIM key is at the selectors that were tried (mine, google, selector1, default), and nobody can list them',
		});
	});

	it('asks for the selectors when none is at those that it guessed', async () => {
		expect(await judgeMail(dkimKey, { zone: {} })).toEqual({
			needs: expect.stringContaining('name the ones in use'),
		});
	});

	it('judges what it found beside a selector that is not there, and says of that one that it has no key', async () => {
		const options = { selectors: ['mine'] };
		expect(await evidenceOf(dkimKey, { zone: at('google', 'p='), options })).toHaveLength(1);
		expect(await judgeMail(dkimKey, { zone: at('google', `p=${STRONG}`), options })).toEqual({
			notChecked: 'no DKIM key is at the selector mine',
		});
		expect(await evidenceOf(dkimKey, { zone: at('google', `p=${STRONG}`) })).toEqual([]);
	});

	it('tells of selectors that were named and are too many to be looked up', async () => {
		const selectors = Array.from({ length: 11 }, (_, index) => `s${index}`);
		const zone = Object.assign({}, ...selectors.map((each) => at(each, `p=${STRONG}`))) as Zone;
		expect(await judgeMail(dkimKey, { zone, options: { selectors } })).toEqual({
			notChecked: 'selector s10: no more than 10 are looked up',
		});
		expect(await evidenceOf(dkimKey, { zone, options: { selectors: selectors.slice(1) } })).toEqual([]);
	});

	it('is not checked when the one that was given was not seen', async () => {
		const zone = at('default', `p=${STRONG}`);
		const scene = { zone, failing: ['mine._domainkey.example.test.', 'google._domainkey.example.test.'] };
		expect(await judgeMail(dkimKey, { ...scene, options: { selectors: ['Mine'] } })).toEqual({
			notChecked: 'TXT of mine._domainkey.example.test: nobody answers',
		});
		expect(await evidenceOf(dkimKey, scene)).toEqual([]);
	});

	it('calls a key that was taken back at a guessed selector a remark', async () => {
		expect(await judgeMail(dkimKey, { zone: at('default', 'v=DKIM1; p=') })).toMatchObject({
			cases: [{ severity: 'info' }],
		});
	});
});
