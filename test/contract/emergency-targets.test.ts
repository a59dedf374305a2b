import { KeyturnError } from '../../core/errors';
import type { Keyturn } from '../../core/keyturn';
import type { Report } from '../../core/operations/report';
import type { PlainResponse } from '../../demo/http/plain';
import { KEY } from '../fakes/scene';
import { TargetStage, targetIds, type TargetId } from './target-stage';
import { TARGET } from './target-subjects';

const emergency = { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' } as const;
const RUNS = 20;

/** What a place says that lets nobody in, or is down. */
const answers: ReadonlyArray<readonly [string, PlainResponse]> = [
	['its login has run out', { status: 401, headers: {}, body: '{"message":"unauthorized"}' }],
	['its login lacks the right', { status: 403, headers: {}, body: '{"message":"Forbidden"}' }],
	['it is down', { status: 503, headers: {}, body: '' }],
];
const rows = targetIds.flatMap((id) => answers.map(([what, answer]) => [id, what, answer] as const));

/** Declares the emergency, then runs again and again as a workflow would, until it is over. */
async function over(stage: TargetStage, keyturn: Keyturn): Promise<Report> {
	let report = await keyturn.rotate(KEY, emergency);
	for (let run = 0; run < RUNS && report.status !== 'up to date'; run++) {
		const at = report.continueAt === null ? 0 : Date.parse(report.continueAt) - stage.scene.time.now;
		stage.scene.time.pass(Math.max(at, 0) + 2_000);
		report = await keyturn.rotate(KEY);
	}
	return report;
}

async function registered(id: TargetId): Promise<[TargetStage, Keyturn, string]> {
	const [stage, keyturn] = await TargetStage.registered(id, { observeSeconds: 0 });
	const [leaked] = stage.scene.living();
	return [stage, keyturn, leaked!];
}

describe.each(rows)('an emergency, and %s: %s', (id, _what, answer) => {
	it.each(['from the start', 'from the first update on'])(
		'ends with the leaked key dead, %s',
		async (from) => {
			const [stage, keyturn, leaked] = await registered(id);
			let on = from === 'from the start';
			stage.scene.host.between = (request, service, origin) => {
				if (origin !== TARGET) return service(request);
				on ||= request.method !== 'GET';
				return on ? answer : service(request);
			};
			const report = await over(stage, keyturn);
			expect(report.status).toBe('up to date');
			expect(stage.scene.living()).not.toContain(leaked);
			expect(await stage.inUse()).not.toBe(stage.old);
			// What holds a copy is told of, until the next rotation brings it the value.
			if (id === 'n8n-vault-credential') return;
			expect(report.light).toBe('yellow');
			expect(report.sentence).toMatch(/not every place has the key in use: .*(?:n8n|hook)/i);
			on = false;
			stage.scene.host.between = (request, service) => service(request);
			await keyturn.rotate(KEY);
			const next = await stage.scene.until(keyturn, 'up to date');
			expect(next.light).toBe('green');
			expect(stage.fake.held()).toBe(await stage.wanted(next));
		},
	);
});

it('what cannot be asked is named before a person confirms, and in the dry run', async () => {
	const [stage, keyturn] = await registered('n8n-credential');
	stage.scene.host.between = (request, service, origin) =>
		origin === TARGET ? answers[0]![1] : service(request);
	const plan = await keyturn.dryRun(KEY, 'emergency');
	expect(plan.possible).toBe(true);
	expect(plan.breaks.join('\n')).toMatch(/could not be looked for: n8n/);
	expect(plan.warnings.join('\n')).toContain('The emergency goes on without it');
	const error = await keyturn
		.rotate(KEY, { ...emergency, confirmedBy: '' })
		.catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(KeyturnError);
	expect((error as KeyturnError).next).toMatch(/could not be looked for: n8n/);
});

it('a planned rotation begins with none of this', async () => {
	const [stage, keyturn] = await registered('n8n-credential');
	stage.scene.host.between = (request, service, origin) =>
		origin === TARGET ? answers[0]![1] : service(request);
	await expect(keyturn.rotate(KEY)).rejects.toMatchObject({ code: 'ADMIN_REFUSED' });
	expect(await stage.inUse()).toBe(stage.old);
});

it('a credential of n8n is a target once: each of two would look changed whenever the other is written', async () => {
	const stage = await TargetStage.begin('n8n-credential');
	const keyturn = await stage.scene.open();
	const [choice] = stage.registration().targets!;
	const other = { ...choice!, settings: { ...choice!.settings, field: 'organizationId' } };
	await expect(keyturn.register(stage.registration({ targets: [choice!, other] }))).rejects.toMatchObject({
		code: 'BAD_INPUT',
		message: expect.stringContaining('two of them are one n8n Credential') as string,
	});
	const another = { ...choice!, settings: { ...choice!.settings, credentialId: 'AnotherOne1' } };
	const refused = await keyturn
		.register(stage.registration({ targets: [choice!, another] }))
		.catch((thrown: unknown) => thrown);
	expect(String((refused as Error | undefined)?.message)).not.toContain('two of them');
});
