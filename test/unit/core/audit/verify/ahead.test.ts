import { setImmediate } from 'node:timers/promises';
import { ahead } from '../../../../../core/audit/verify/ahead';

/** How many were asked for when the first was given, and all that was given. */
async function run(read: (item: number) => Promise<number>): Promise<{ asked: number; given: number[] }> {
	const given: number[] = [];
	let [all, asked] = [0, 0];
	const items = Array.from({ length: 20 }, (_, item) => item);
	for await (const content of ahead(items, (item) => {
		all++;
		return read(item);
	})) {
		if (given.length === 0) asked = all;
		given.push(content);
	}
	return { asked, given };
}

const inOrder = Array.from({ length: 20 }, (_, item) => item);

it('asks a store nearby for one thing at a time', async () => {
	await expect(run((item) => Promise.resolve(item))).resolves.toEqual({ asked: 1, given: inOrder });
});

it('asks a store that takes its time for a few more', async () => {
	const far = async (item: number) => await setImmediate(item);
	await expect(run(far)).resolves.toEqual({ asked: 9, given: inOrder });
});

it('keeps the order of a store that gives the last one first', async () => {
	const answers: (() => void)[] = [];
	const backwards = (item: number) =>
		new Promise<number>((resolve) => {
			answers.push(() => {
				resolve(item);
			});
			void setImmediate().then(() => answers.pop()?.());
		});
	expect((await run(backwards)).given).toEqual(inOrder);
});

it.each([
	['at once', (item: number) => (item === 3 ? Promise.reject(new Error('gone')) : Promise.resolve(item))],
	[
		'after a while',
		async (item: number) => {
			await setImmediate();
			if (item === 3) throw new Error('gone');
			return item;
		},
	],
])('fails as a reader does that fails %s', async (_when, read) => {
	await expect(run(read)).rejects.toThrow('gone');
});
