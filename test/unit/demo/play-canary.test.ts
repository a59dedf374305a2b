import { Canary, missedBy, type Planted } from '../../../demo/canary';

const secrets: Planted[] = [
	{ name: 'new value', value: 'dpk_Zu4-_kQ9w1pXo7TbVn3LrE5yHc8MfAs2' },
	{ name: 'odd value', value: 'päss/wörd+"\\ ü=9?&x' },
	{ name: 'short value', value: 'abc+/9' },
];
const [first, odd] = [secrets[0]!.value, secrets[1]!.value];
const canary = new Canary(secrets);
const formsIn = (text: string) => canary.search([{ name: 'log', text }]).leaks.map(({ form }) => form);

it('finds nothing where nothing is, and counts the bytes', () => {
	const texts = [
		{ name: 'a', text: 'ä harmless text' },
		{ name: 'b', text: first.slice(0, 11) },
	];
	expect(canary.search(texts)).toEqual({ bytes: 27, leaks: [] });
});

it('names secret, place and form of a leak', () => {
	const text = `{"error":"refused ${first}"}`;
	expect(canary.search([{ name: 'n8n execution 1', text }]).leaks).toEqual([
		{ secret: 'new value', where: 'n8n execution 1', form: 'plain' },
	]);
});

it('finds any 12 consecutive characters, wherever they are in the secret', () => {
	for (let at = 0; at + 12 <= first.length; at += 1)
		expect(formsIn(first.slice(at, at + 12))).toEqual(['plain']);
});

it.each([0, 1, 2, 3, 4])('finds base64 behind %i other bytes, in both alphabets', (before) => {
	const around = Buffer.from(`${'x'.repeat(before)}${odd.slice(3, 15)}yz`);
	for (const alphabet of ['base64', 'base64url'] as const)
		expect(formsIn(around.toString(alphabet))).toContain('base64');
});

it.each([
	['URL-encoded', encodeURIComponent(odd)],
	['URL-encoded', Buffer.from(first).toString('hex').replace(/../g, '%$&')],
	['hex', Buffer.from(odd).toString('hex')],
	['hex', Buffer.from(first).toString('hex').toUpperCase()],
	['JSON-escaped', JSON.stringify({ odd })],
	['JSON-escaped', Buffer.from(first).toString('hex').replace(/../g, '\\u00$&')],
	['plain', 'is abc+/9.'],
])('finds %s', (form, text) => {
	expect(formsIn(text)).toContain(form);
});

it('shows by its control that it finds each secret in each form', () => {
	expect(missedBy(canary, secrets)).toEqual([]);
	expect(missedBy(new Canary(secrets.slice(1)), secrets)).toContain('new value, hex');
});
