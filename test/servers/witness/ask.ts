import { spawnSync } from 'node:child_process';
import { buildWitness } from '../../../scripts/servers/witness';
import { exercised } from '../exercised';

/** A question to the program in `test/witness`; its fields are those of `question` there. */
export interface Question {
	readonly op: 'tree' | 'sign' | 'open' | 'checkpoint' | 'canonical' | 'fsck';
	readonly [field: string]: unknown;
}

/** Fields that are nothing are left out; bytes are in base64. */
export interface Answer {
	readonly root?: string;
	readonly before?: string;
	readonly path?: readonly string[];
	readonly between?: readonly string[];
	readonly text?: string;
	readonly note?: string;
	readonly key?: string;
	readonly size?: number;
	readonly origin?: string;
	readonly unverified?: number;
	readonly error?: string;
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** What other people's libraries answer, in the order of the questions. */
export async function ask(questions: readonly Question[]): Promise<Answer[]> {
	const program = await buildWitness();
	const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
	const { status, stdout, stderr } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 2 ** 29 });
	if (status !== 0) throw new Error(`the witness ended with ${status}: ${stderr}`);
	exercised('witness');
	const answers = stdout
		.split('\n')
		.slice(0, -1)
		.map((line) => JSON.parse(line) as Answer);
	if (answers.length !== questions.length) throw new Error('the witness did not answer every question');
	return answers;
}

/** Random numbers that a seed gives again (mulberry32). */
export function chanceFrom(seed: number): (limit: number) => number {
	let state = seed;
	return (limit) => {
		state = (state + 0x6d2b79f5) | 0;
		let value = Math.imul(state ^ (state >>> 15), 1 | state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) % limit;
	};
}
