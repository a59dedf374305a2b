import type { HttpResponse } from '../../core/ports';
import { Secret } from '../../core/secret';
import type { Deployment, Holding } from '../../core/targets/target';
import { refusal, reveal } from './provider-suite';
import { ADMIN, TARGET, deployment, type TargetSubject } from './target-subjects';

const OTHER = 'https://elsewhere.test';
const MARK = 'BODY-OF-THE-ANSWER';

const answer = (status: number, body: unknown): HttpResponse => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Answers that say nothing of what the target holds. */
const tellNothing: ReadonlyArray<readonly [string, HttpResponse]> = [
	['a login page', answer(200, `<html>${MARK}</html>`)],
	['an empty object', answer(200, {})],
	['null', answer(200, 'null')],
	['a list', answer(200, [MARK])],
	['nesting 10,000 deep', answer(200, `${'['.repeat(10_000)}${']'.repeat(10_000)}`)],
	['400', answer(400, { message: MARK })],
	['401', answer(401, { message: MARK })],
	['403', answer(403, { message: MARK })],
	['a 404 of somebody else', answer(404, `<html>${MARK}</html>`)],
	['another 404', answer(404, { message: MARK })],
	['429', answer(429, { message: MARK })],
	['500', answer(500, { message: MARK })],
	['a redirect', { status: 302, headers: { location: OTHER }, body: MARK }],
	['no answer', { status: 0, headers: {}, body: '' }],
];

/** What each target driver must hold to. */
export function targetSuite(id: string, begin: () => TargetSubject): void {
	describe(id, () => {
		let subject: TargetSubject;
		beforeEach(() => {
			subject = begin();
		});
		afterEach(() => {
			// Whatever was done, nothing left for another place.
			expect(subject.host.sent.filter(({ url }) => !url.startsWith(`${TARGET}/`))).toEqual([]);
		});

		/** Looks until a deployment that is under way is over. */
		async function holds(what: Deployment, receipt: string | null): Promise<Holding> {
			const seen = await subject.target.holds(what, receipt);
			if (seen !== 'not yet') return seen;
			subject.fake.finish?.();
			return await subject.target.holds(what, receipt);
		}

		async function put(what: Deployment): Promise<string | null> {
			const receipt = await subject.target.update(what);
			return receipt === '' ? null : receipt;
		}

		const heldFor = ({ value, fingerprint }: Deployment) =>
			subject.target.valueOrigin === null ? fingerprint : reveal(value);

		it('says what it is, what is sent and which rights it needs', () => {
			const { driver, target } = subject;
			expect(driver.id).toBe(id);
			for (const text of [driver.title, driver.sends, driver.rights, driver.docs, target.title])
				expect(text.length).toBeGreaterThan(5);
			expect(target.title).toContain(TARGET);
			expect(target.adminOrigin).toBe(TARGET);
			expect(driver.fields.filter(({ secret }) => secret === true)).toEqual([]);
		});

		it('holds nothing of ours before it was told, and the value afterwards', async () => {
			expect(await subject.target.holds(deployment(1), null)).toBe('no');
			const receipt = await put(deployment(1));
			expect(await holds(deployment(1), receipt)).toBe('yes');
			expect(subject.fake.held()).toBe(heldFor(deployment(1)));
		});

		it('tells one value from the next', async () => {
			const first = await put(deployment(1));
			expect(await holds(deployment(1), first)).toBe('yes');
			// Receipts are kept for one value each: of the second there is none yet.
			expect(await holds(deployment(2), null)).toBe('no');
			subject.host.time.pass(1_000);
			const second = await put(deployment(2));
			expect(await holds(deployment(2), second)).toBe('yes');
			expect(subject.fake.held()).toBe(heldFor(deployment(2)));
			subject.host.time.pass(1_000);
			const back = await put(deployment(1));
			expect(await holds(deployment(1), back)).toBe('yes');
			expect(subject.fake.held()).toBe(heldFor(deployment(1)));
		});

		it('a deployment that goes on is no deployment yet', async () => {
			if (subject.fake.finish === undefined) return;
			await put(deployment(1));
			expect(await subject.target.holds(deployment(1), null)).toBe('not yet');
			expect(await subject.target.holds(deployment(2), null)).toBe('no');
			subject.fake.finish();
			expect(await subject.target.holds(deployment(1), null)).toBe('yes');
			// What runs now is about to be replaced by another.
			await put(deployment(2));
			expect(await subject.target.holds(deployment(1), null)).toBe('no');
		});

		it('repeated, changes nothing', async () => {
			await put(deployment(1));
			const receipt = await put(deployment(1));
			expect(await holds(deployment(1), receipt)).toBe('yes');
			expect(subject.fake.held()).toBe(heldFor(deployment(1)));
		});

		it('sees what somebody else has changed', async () => {
			const receipt = await put(deployment(1));
			expect(await holds(deployment(1), receipt)).toBe('yes');
			subject.host.time.pass(1_000);
			if (subject.fake.meddle === undefined) return;
			subject.fake.meddle();
			expect(subject.fake.held()).not.toBe(heldFor(deployment(1)));
			expect(await holds(deployment(1), receipt)).toBe('no');
		});

		it('a place that is gone holds nothing, and is named before anything is written', async () => {
			const { fake, target } = subject;
			if (fake.remove === undefined) return;
			const receipt = await put(deployment(1));
			fake.remove();
			expect(await holds(deployment(1), receipt)).toBe('gone');
			expect((await refusal(() => target.check())).code).toBe('NO_SUCH_ENTRY');
			expect((await refusal(() => put(deployment(2)))).code).toBe('NO_SUCH_ENTRY');
		});

		it('looks with reads alone', async () => {
			const { target, host } = subject;
			expect(await target.check()).toEqual([]);
			await target.holds(deployment(1), null);
			await target.breaks?.();
			expect(host.sent.length).toBeGreaterThan(1);
			expect(host.sent.filter(({ method }) => method !== 'GET')).toEqual([]);
		});

		it('one update is one request', async () => {
			await subject.target.update(deployment(1));
			expect(subject.host.sent).toHaveLength(1);
		});

		it('sends the value where it says, and nowhere if it says so', async () => {
			const { target, host } = subject;
			const receipt = await put(deployment(1));
			await holds(deployment(1), receipt);
			await target.check();
			await target.works?.();
			const value = reveal(deployment(1).value);
			const carried = host.sent.filter((request) => JSON.stringify(request).includes(value));
			expect(carried.length > 0).toBe(target.valueOrigin !== null);
		});

		it('sends neither value nor admin credential where their keepers did not say', async () => {
			const { target, host } = subject;
			if (target.valueOrigin !== null)
				expect((await refusal(() => target.update(deployment(1, [OTHER])))).code).toBe('ORIGIN_REFUSED');
			const other = subject.open(new Secret(ADMIN, 'admin/it', [OTHER]));
			for (const ask of [
				() => other.check(),
				() => other.holds(deployment(1), null),
				() => other.update(deployment(1)),
			])
				expect((await refusal(ask)).code).toBe('ORIGIN_REFUSED');
			expect(host.sent).toEqual([]);
		});

		it('says that its admin credential is refused, without repeating it', async () => {
			const wrong = subject.open(
				new Secret('another-credential-0123456789-0123456789', 'admin/it', [TARGET]),
			);
			const error = await refusal(() => wrong.check());
			expect(error.code).toBe('ADMIN_REFUSED');
			expect(`${error.message} ${error.next}`).not.toContain('another-credential');
		});

		it('needs an admin credential, and settings that can be right', () => {
			const { driver, fake, host } = subject;
			const open = (settings: Readonly<Record<string, string>>, admin: Secret | null) => () =>
				driver.open(settings, admin, host);
			const admin = new Secret(ADMIN, 'admin/it', [TARGET]);
			expect(open(fake.settings, admin)).not.toThrow();
			expect(open(fake.settings, null)).toThrow('admin credential');
			const required = driver.fields.filter(
				({ optional, default: given }) => optional !== true && given === undefined,
			);
			expect(required.length).toBeGreaterThan(0);
			for (const { name } of required)
				expect(open({ ...fake.settings, [name]: ' ' }, admin)).toThrow('empty');
			for (const address of [
				'http://n8n.example.com',
				'n8n',
				'https://ann:pw@n8n.example.com',
				'https://a.example.com/?x',
			])
				expect(open({ ...fake.settings, address }, admin)).toThrow(
					expect.objectContaining({ code: 'ADDRESS' }) as Error,
				);
		});

		it.each(tellNothing)('is not taken in by %s', async (_what, given) => {
			const { target, host } = subject;
			const receipt = await put(deployment(1));
			await holds(deployment(1), receipt);
			host.between = () => given;
			const asks: ReadonlyArray<() => Promise<unknown>> = [
				() => target.holds(deployment(1), receipt),
				() => target.check(),
				() => target.update(deployment(2)),
				...(target.works === undefined ? [] : [async () => await target.works?.()]),
				...(target.breaks === undefined ? [] : [async () => await target.breaks?.()]),
			];
			for (const ask of asks) {
				const seen = await ask().catch((error: unknown) => error);
				// A hook that took the request says so by the status alone; what runs is asked afterwards.
				if (seen === '' && given.status === 200) continue;
				const { code, message, next } = await refusal(() => {
					throw seen;
				});
				expect(code).toMatch(
					/^(NO_ANSWER|UNEXPECTED_ANSWER|SERVER_FAILED|RATE_LIMITED|ADMIN_REFUSED|BAD_INPUT)$/,
				);
				expect(`${message} ${next}`).not.toContain(MARK);
			}
		});
	});
}
