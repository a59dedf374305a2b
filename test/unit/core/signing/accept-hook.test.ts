import { createHmac } from 'node:crypto';
import { Secret } from '../../../../core/secret';
import { acceptHook, seenHooks, type SeenHooks } from '../../../../core/signing/accept-hook';
import { signedText } from '../../../../core/signed-request';

const NOW = Date.UTC(2030, 0, 1);
const MINUTE = 60_000;
const SIGNING = 'a-signing-secret-of-more-than-32-characters';
const secret = (text = SIGNING) => new Secret(text, 'keyturn/admin/hook', []);

function hook(id: string, at = NOW, signing = SIGNING) {
	const request = {
		id,
		timestamp: String(Math.floor(at / 1_000)),
		method: 'POST',
		path: '/webhook/a?x=1',
		body: '{"type":"response"}\n',
	};
	const mac = createHmac('sha256', signing).update(signedText(request)).digest('hex');
	const headers = {
		'webhook-id': id,
		'webhook-timestamp': request.timestamp,
		'webhook-signature': `kt1,${mac}`,
	};
	return { method: 'post', path: request.path, body: request.body, headers };
}

const take = (given: ReturnType<typeof hook>, seen: SeenHooks = [], now = NOW) =>
	acceptHook(given, secret(), seen, now);

it('takes what was signed just now, once', () => {
	const first = take(hook('a'));
	expect(first.accepted).toBe(true);
	if (!first.accepted) return;
	expect(seenHooks.parse(first.seen)).toHaveLength(1);
	expect(take(hook('a'), first.seen)).toMatchObject({ status: 409 });
	expect(take(hook('b'), first.seen)).toMatchObject({ accepted: true });
	// A request dated ahead is refused by its id for as long as its time would let it in.
	const ahead = take(hook('c', NOW + 5 * MINUTE));
	if (!ahead.accepted) throw new Error('refused');
	expect(take(hook('c', NOW + 5 * MINUTE), ahead.seen, NOW + 10 * MINUTE)).toMatchObject({ status: 409 });
	expect(take(hook('c', NOW + 5 * MINUTE), ahead.seen, NOW + 10 * MINUTE + 1_000)).toMatchObject({
		status: 401,
	});
});

it.each<[string, Partial<ReturnType<typeof hook>>]>([
	['another body', { body: '{"type":"response"}' }],
	['another path', { path: '/webhook/b?x=1' }],
	['another method', { method: 'PUT' }],
	['no headers', { headers: {} as ReturnType<typeof hook>['headers'] }],
	['another id', { headers: { ...hook('a').headers, 'webhook-id': 'b' } }],
	['another time', { headers: { ...hook('a').headers, 'webhook-timestamp': String(NOW / 1_000 + 1) } }],
	['a time that is none', { headers: { ...hook('a').headers, 'webhook-timestamp': 'soon' } }],
	['an empty signature', { headers: { ...hook('a').headers, 'webhook-signature': 'kt1,' } }],
	[
		'another scheme',
		{
			headers: {
				...hook('a').headers,
				'webhook-signature': hook('a').headers['webhook-signature'].replace('kt1', 'v1'),
			},
		},
	],
	[
		'capitals',
		{
			headers: {
				...hook('a').headers,
				'webhook-signature': hook('a').headers['webhook-signature'].toUpperCase().replace('KT1', 'kt1'),
			},
		},
	],
])('refuses %s', (_what, more) => {
	expect(take({ ...hook('a'), ...more })).toMatchObject({ accepted: false, status: 401 });
});

it('takes one of several signatures, while a secret is changed', () => {
	const given = hook('a');
	const signature = `kt1,${'0'.repeat(64)} ${given.headers['webhook-signature']}`;
	expect(take({ ...given, headers: { ...given.headers, 'webhook-signature': signature } })).toMatchObject({
		accepted: true,
	});
});

it('refuses what is too old, from the future, or signed with a secret that is too short', () => {
	expect(take(hook('a', NOW - 5 * MINUTE - 1_000))).toMatchObject({ status: 401 });
	expect(take(hook('a', NOW + 5 * MINUTE + 1_000))).toMatchObject({ status: 401 });
	expect(acceptHook(hook('a', NOW, 'short'), secret('short'), [], NOW)).toMatchObject({ status: 401 });
	expect(acceptHook(hook('a', NOW, ''), secret(''), [], NOW)).toMatchObject({ status: 401 });
});

it('forgets no id that could come again, and refuses rather', () => {
	const full: SeenHooks = Array.from({ length: 5_000 }, (_, each) => [String(each).padStart(16, '0'), NOW]);
	expect(take(hook('a'), full)).toMatchObject({ status: 429 });
	const later = take(hook('a', NOW + 11 * MINUTE), full, NOW + 11 * MINUTE);
	expect(later.accepted && later.seen.length).toBe(1);
});
