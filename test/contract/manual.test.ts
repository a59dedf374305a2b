import { manual } from '../../core/providers/manual';
import { Secret } from '../../core/secret';
import type { PlainResponse } from '../../demo/http/plain';
import { fakeHost, VirtualTime } from '../fakes/host';
import { refusal } from './provider-suite';

const ORIGIN = 'https://provider.test';
const settings = { createPage: `${ORIGIN}/keys`, probeUrl: `${ORIGIN}/check`, sendAs: 'bearer' };
const value = new Secret('value-that-a-person-made', 'a value', [ORIGIN]);

/** One look at a service that answers this, and what it was sent. */
async function look(answer: Partial<PlainResponse>, more: Readonly<Record<string, string>> = {}) {
	const handle = (): PlainResponse => ({ status: 200, headers: {}, body: '', ...answer });
	const host = fakeHost({ time: new VirtualTime(), services: { [ORIGIN]: handle } });
	const { verdict } = await manual.open({ ...settings, ...more }, null, host).probe(value);
	return { verdict, headers: host.sent[0]?.headers ?? {} };
}

it('presents the key in the header that was named, and nowhere else', async () => {
	const { headers } = await look({}, { sendAs: 'header', header: 'X-Api-Key' });
	expect(headers).toMatchObject({ 'x-api-key': 'value-that-a-person-made' });
	expect(headers).not.toHaveProperty('authorization');
	const missing = () => manual.open({ ...settings, sendAs: 'header', header: '' }, null, fakeHost());
	expect((await refusal(missing)).message).toBe('Header Name: it is empty');
	const nowhere = () => manual.open({ ...settings, createPage: 'the usual page' }, null, fakeHost());
	expect((await refusal(nowhere)).where).toBe('Page to Make a Key');
});

it.each([
	['401', 401, 'dead'],
	['401', 403, 'unknown'],
	['403', 403, 'dead'],
	['403', 401, 'unknown'],
	['', 401, 'dead'],
])('with %j for a dead key, %d says %s', async (deadStatus, status, verdict) => {
	expect((await look({ status }, { deadStatus })).verdict).toBe(verdict);
});

it.each([
	[200, '<p>Sign in</p>', 'text/html'],
	[401, 'Sign in', 'Text/HTML; charset=utf-8'],
	[401, ' <HTML>', 'application/json'],
])('%d with %j as %s is a web page, which says nothing of the key', async (status, body, type) => {
	expect((await look({ status, body, headers: { 'content-type': type } })).verdict).toBe('unknown');
});

it('names the page to revoke a key on, which is that to make it on where no other was named', () => {
	expect(manual.pages?.(settings)).toEqual({ create: `${ORIGIN}/keys`, revoke: `${ORIGIN}/keys` });
	expect(manual.pages?.({ ...settings, revokePage: ' ' }).revoke).toBe(`${ORIGIN}/keys`);
	expect(manual.pages?.({ ...settings, revokePage: `${ORIGIN}/end` }).revoke).toBe(`${ORIGIN}/end`);
});
