import { z } from 'zod';
import { failure, plain, read, retryAfterOf, send } from '../../../core/http';
import { Secret } from '../../../core/secret';
import { fakeHost } from '../../fakes/host';
import { refusal } from '../../contract/provider-suite';

const ORIGIN = 'https://service.test';
const answer = (status: number, headers: Record<string, string> = {}, body = '') => ({
	status,
	headers,
	body,
});

it.each([
	[300, 'UNEXPECTED_ANSWER', 'Here: it redirects (300); Keyturn follows no redirect'],
	[399, 'UNEXPECTED_ANSWER', 'Here: it redirects (399); Keyturn follows no redirect'],
	[400, 'UNEXPECTED_ANSWER', 'Here: the server answered 400'],
	[401, 'ADMIN_REFUSED', 'Here: the credential was refused (401)'],
	[403, 'ADMIN_REFUSED', 'Here: the credential was refused (403)'],
	[404, 'UNEXPECTED_ANSWER', 'Here: the server answered 404'],
	[429, 'RATE_LIMITED', 'Here: too many requests (429)'],
	[500, 'SERVER_FAILED', 'Here: the server answered 500'],
	[200, 'UNEXPECTED_ANSWER', 'Here: the server answered 200'],
])('%d is told as %s: %s', (status, code, message) => {
	expect(failure(answer(status), 'Here')).toMatchObject({ code, message, status });
});

it.each([
	['0', 0],
	['1.2', 2],
	['31536000', 3_600],
	['-1', undefined],
	['1e999', undefined],
	['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
	[undefined, undefined],
])('a Retry-After of %j is %j s', (text, seconds) => {
	const response = answer(429, text === undefined ? {} : { 'retry-after': text });
	expect(retryAfterOf(response)).toBe(seconds);
	expect(failure(response, 'Here').retryAfter).toBe(seconds);
});

it.each([
	['<html>', 'a web page came instead of data'],
	[' \n<!doctype html>', 'a web page came instead of data'],
	['Sign in <a>', 'the answer is not JSON'],
	['', 'the answer is not JSON'],
	['{"id":1}', 'the answer has not the expected form'],
])('%j is no answer: %s', async (body, what) => {
	const schema = z.object({ id: z.string() });
	const error = await refusal(() => read(answer(200, {}, body), schema, 'Here'));
	expect(error).toMatchObject({ code: 'UNEXPECTED_ANSWER', message: `Here: ${what}`, status: 200 });
});

it('fills in secrets where they stand in JSON, and leaves alone what only looks like one', async () => {
	const host = fakeHost({ services: { [ORIGIN]: () => answer(200) } });
	const secret = new Secret('s3cret', 'a secret', [ORIGIN]);
	const json = {
		a: secret,
		list: [{ before: 'Bearer ', secret }, plain(secret), 1, null],
		notOurs: { before: 'x', secret: 'y' },
		nested: { secret },
	};
	await send(host, { where: 'Here', method: 'POST', url: `${ORIGIN}/x`, json });
	expect(JSON.parse(String(host.sent[0]?.body))).toEqual({
		a: 's3cret',
		list: ['Bearer s3cret', 's3cret', 1, null],
		notOurs: { before: 'x', secret: 'y' },
		nested: { secret: 's3cret' },
	});
	const elsewhere = () => send(host, { where: 'Here', method: 'POST', url: 'https://other.test/', json });
	expect((await refusal(elsewhere)).code).toBe('ORIGIN_REFUSED');
	expect(host.sent).toHaveLength(1);
});

it('adds a query that is a credential to the address, whether that has one already or not', async () => {
	const host = fakeHost({ services: { [ORIGIN]: () => answer(200) } });
	const query = new Secret('sig=s3cret', 'a signature', [ORIGIN]);
	for (const url of [`${ORIGIN}/x`, `${ORIGIN}/x?a=1`])
		await send(host, { where: 'Here', method: 'GET', url, query });
	expect(host.sent.map(({ url }) => url)).toEqual([`${ORIGIN}/x?sig=s3cret`, `${ORIGIN}/x?a=1&sig=s3cret`]);
});
