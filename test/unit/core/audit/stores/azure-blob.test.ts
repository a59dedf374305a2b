import { logStores } from '../../../../../core/audit/stores';
import { refusal } from '../../../../contract/provider-suite';
import { stageOf } from '../../../../fakes/log-stores/stage';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const stage = () => stageOf(logStores['azure-blob']);
const refused = (status: number, code: string) => ({
	status,
	headers: { 'x-ms-error-code': code },
	body: '',
});

test('a request carries the condition, and the signature at the end of its address', async () => {
	const { host, open } = stage();
	await open().createIfAbsent('seg/1', text('abc'));
	const [request] = host.sent;
	expect(request?.url).toMatch(/^https:\/\/log-store\.test\/audit\/log\/one\/seg\/1\?sv=.*&sig=c2lnb/);
	expect(request?.headers).toMatchObject({ 'if-none-match': '*', 'x-ms-blob-type': 'BlockBlob' });
	expect(request?.headers).not.toHaveProperty('authorization');
});

test.each(['BlobAlreadyExists', 'UnauthorizedBlobOverwrite', 'BlobImmutableDueToPolicy'])(
	'%s means that something is there',
	async (code) => {
		const { host, open } = stage();
		host.between = () => refused(code === 'UnauthorizedBlobOverwrite' ? 403 : 409, code);
		expect(await open().createIfAbsent('seg/1', text('a'))).toBe(false);
	},
);

test('a right that is missing is told from a file that is there by looking', async () => {
	const { host, open, files } = stage();
	host.between = (request, service) =>
		request.method === 'PUT' ? refused(403, 'AuthorizationPermissionMismatch') : service(request);
	expect(await refusal(() => open().createIfAbsent('seg/1', text('a')))).toMatchObject({
		code: 'ADMIN_REFUSED',
		next: expect.stringContaining('Read and Create'),
	});
	files.set('seg/1', 'b');
	expect(await open().createIfAbsent('seg/1', text('a'))).toBe(false);
});

test.each([
	[404, 'ContainerNotFound', 'BAD_INPUT', /no such container/],
	[403, 'AuthenticationFailed', 'ADMIN_REFUSED', /signature was refused/],
	[403, 'AuthorizationFailure', 'ADMIN_REFUSED', /network/],
	[403, 'RequestTimeTooSkewed', 'CLOCK_OFF', /time of this machine/],
	[409, 'ContainerBeingDeleted', 'UNEXPECTED_ANSWER', /409/],
	[404, 'ResourceNotFound', 'UNEXPECTED_ANSWER', /404/],
	[403, 'constructor', 'ADMIN_REFUSED', /403/],
])('%i %s', async (status, word, code, message) => {
	for (const act of ['createIfAbsent', 'read'] as const) {
		const { host, open } = stage();
		host.between = () => refused(status, word);
		const error = await refusal(() => open()[act]('seg/1', text('a')));
		expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
	}
});

test('a policy on the file is shown with its end, and no other is claimed', async () => {
	const { host, open } = stage();
	await open().createIfAbsent('seg/1', text('a'));
	expect((await open().lockOf('seg/1')).verdict).toBe('could not be proved');
	const shown = async (mode: string, end: string) => {
		host.between = (request, service) => {
			const { headers, ...response } = service(request);
			const policy = { 'x-ms-immutability-policy-mode': mode, 'x-ms-immutability-policy-until-date': end };
			return { ...response, headers: { ...headers, ...policy } };
		};
		return await open().lockOf('seg/1');
	};
	const end = 'Wed, 01 Jan 2031 00:00:00 GMT';
	const until = Date.UTC(2031, 0, 1);
	expect(await shown('Locked', end)).toEqual({ verdict: 'verified', mode: 'locked policy', until });
	expect(await shown('unlocked', end)).toMatchObject({ mode: expect.stringContaining('not locked yet') });
	expect(await shown('Mutable', end)).toMatchObject({ verdict: 'could not be proved' });
	expect(await shown('Locked', 'never')).toMatchObject({ verdict: 'could not be proved' });
});
