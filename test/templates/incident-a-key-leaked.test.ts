import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { named, registerParameters, runNode } from '../engine/workflows';
import type { RunOptions } from '../../demo/n8n/engine';
import { type MailStage, startMailStage } from './mail-stage';

// n8n's Wait node loads it for its forms; it is an ES module inside, which Jest cannot load.
jest.mock('sanitize-html', () => jest.fn());

const FILE = 'incident-a-key-leaked.json';
const ADA = 'Ada Lovelace';
const ROTATE: IDataObject = {
	Decision: 'Rotate now',
	'Where It Was Seen': 'in a public repository',
	'Your Name': 'Grace Hopper',
};

let stage: MailStage;
beforeAll(async () => {
	stage = await startMailStage();
});
afterAll(() => stage.close());

const keys = () => stage.world.provider.provider.state.keys;
const alive = () => keys().filter(({ deletedMs }) => deletedMs === null).length;
const old = (id: string) => keys().find((each) => each.id === id)!;

/** A key that a person made and put into the vault, taken into care. */
async function adopt(name: string): Promise<string> {
	const made = await stage.world.handMade(name);
	const registered = await runNode(stage.world, registerParameters(stage.world, name, { graceHours: 24 }));
	expect(registered.error).toBeUndefined();
	return made.id;
}

/** The workflow, filled in by Ada, with what is answered in the form; nobody answers without. */
function leaked(key: string, answer?: IDataObject, how: RunOptions = {}, changes: INodeParameters = {}) {
	const filled = { key: named(key), confirmedBy: ADA };
	return stage.template(
		FILE,
		{ 'What Would Break': filled, 'Rotate in Emergency': { ...filled, ...changes } },
		{
			...how,
			answer: () => {
				const given = answer;
				answer = undefined;
				return given === undefined ? undefined : { json: given };
			},
			sleepUntil: (time) => {
				stage.warp.to(time.getTime());
				return Promise.resolve();
			},
		},
	);
}

const entries = async (kind: string) =>
	(await stage.run({ resource: 'entry', operation: 'getMany', returnAll: true })).rows.filter(
		(each) => each['kind'] === kind,
	);

describe('Incident: a key leaked', () => {
	test('shows what breaks, replaces the key once, writes it into the log and gives the evidence', async () => {
		const id = await adopt('leaked.dev');
		const { done, text } = await leaked('leaked.dev', ROTATE);
		expect(done.run.data.resultData.error).toBeUndefined();
		const [shown] = text('Show What Would Break');
		expect(shown).toMatch(/^Key: leaked\.dev\n\nWhat breaks:\n- What still uses the old key fails/);
		expect(shown).not.toMatch(/undefined|\[object|null/);
		expect(old(id).deletedMs).not.toBeNull();
		expect(done.order.filter((name) => name === 'Rotate in Emergency')).toHaveLength(1);
		expect(await entries('emergency declared')).toHaveLength(1);
		expect((await entries('noted: key leaked')).map(({ facts }) => facts as unknown)).toEqual([
			{ about: 'leaked.dev', by: 'Grace Hopper', light: 'green', seen: 'in a public repository' },
		]);
		const [message] = text('Write What Happened');
		expect(message).toMatch(/^A key leaked: leaked\.dev\n\n🟢 .*\n.*refuses the old key/);
		expect(message).toContain('Seen: in a public repository\nTold by: Grace Hopper\n\nCheck next:\n1. ');
		expect(message).toContain(done.items('Export Log')[0]!.json['checkpoint'] as string);
		expect(message).not.toMatch(/undefined|\[object|null/);
		expect(done.items('Write What Happened')[0]!.binary!['log']!.fileName).toMatch(/\.tar$/);
	}, 60_000);

	test.each([
		['the person decides against it', { ...ROTATE, Decision: 'Do nothing' }],
		['nobody answers in time', undefined],
	])(
		'changes nothing when %s',
		async (_when, answer) => {
			const name = answer === undefined ? 'silent.dev' : 'kept.dev';
			const id = await adopt(name);
			const { done, text } = await leaked(name, answer);
			expect(done.order).not.toContain('Rotate in Emergency');
			expect(text('Say That Nothing Was Done')).toEqual([expect.stringContaining(`${name} still works`)]);
			expect(old(id)).toMatchObject({ deletedMs: null, disabled: false });
		},
		60_000,
	);

	test('the answer in the form chooses neither key nor mode nor who confirms', async () => {
		const id = await adopt('chosen.dev');
		const { done } = await leaked('chosen.dev', ROTATE, {}, { key: named('={{ $json["Your Name"] }}') });
		expect(done.order).not.toContain('How It Ended');
		expect(done.items('Say What Stopped It').map(({ json }) => json['text'])).toEqual([
			expect.stringContaining('must be filled in by hand'),
		]);
		expect(old(id)).toMatchObject({ deletedMs: null, disabled: false });
	}, 60_000);

	test('goes on after the vault failed in the midst of it, and declares the emergency once', async () => {
		const id = await adopt('shaken.dev');
		const [before, living] = [(await entries('emergency declared')).length, alive()];
		let broken = 0;
		const { done, text } = await leaked('shaken.dev', ROTATE, {
			onNode: (name) => {
				if (name === 'Is It Under Way?' && broken++ === 0) stage.world.vault.vault.knobs.sealed = true;
				if (name === 'See How It Stands') stage.world.vault.vault.knobs.sealed = false;
			},
		});
		expect(broken).toBeGreaterThan(0);
		expect(done.order).toContain('Wait a Minute');
		expect(text('Write What Happened')).toEqual([expect.stringContaining('🟢')]);
		expect(old(id).deletedMs).not.toBeNull();
		expect(await entries('emergency declared')).toHaveLength(before + 1);
		expect(alive()).toBe(living);
	}, 60_000);

	test('says what is in the way, and what to do, before anybody is asked', async () => {
		await adopt('blocked.dev');
		await stage.world.allow('values/blocked.dev', 'https://elsewhere.example.com');
		const { done, text } = await leaked('blocked.dev', ROTATE);
		expect(done.order).not.toContain('Wait for a Person');
		expect(text('Say What Is in the Way')).toEqual([
			expect.stringMatching(/^Nothing was changed\. .*elsewhere\.example\.com.* \S+\.$/),
		]);
		stage.world.vault.vault.knobs.sealed = true;
		const down = await leaked('blocked.dev', ROTATE);
		stage.world.vault.vault.knobs.sealed = false;
		expect(down.text('Say What Is in the Way')).toEqual([
			expect.stringMatching(/^Nothing was changed\. .*sealed.*Ask whoever runs the vault/),
		]);
	}, 60_000);

	test('a secret that was pasted into the form stays out of the log, and the key is replaced even so', async () => {
		const id = await adopt('pasted.dev');
		const pasted = 'sk-live-0123456789abcdefghij';
		const { text } = await leaked('pasted.dev', { ...ROTATE, 'Where It Was Seen': pasted });
		expect(old(id).deletedMs).not.toBeNull();
		expect(text('Write What Happened')).toEqual([]);
		expect(text('Say What Is Missing')).toEqual([
			expect.stringMatching(/up to date.*But the log or its file is not complete: .*looks like a secret/),
		]);
		expect(JSON.stringify(text('Say What Is Missing'))).not.toContain(pasted);
	}, 60_000);
});
