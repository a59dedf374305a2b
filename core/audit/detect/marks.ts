import { sha256 } from '../../secret';

const WIDTH = 8;

/** A short mark of a text: enough to tell a few hundred things apart, and it gives nothing away of them. */
export const markOf = (...parts: readonly string[]): string => sha256(parts.join('\n')).slice(0, WIDTH);

/** Many marks in one text, which takes a third of the room that a list takes. */
export const marksIn = (packed: string): string[] => packed.match(/.{8}/g) ?? [];

export const packed = (marks: Iterable<string>): string => [...marks].join('');

/** Puts a mark at the end, the newest place, and drops the oldest beyond `most`. */
export function withMark(all: string, mark: string, most: number): string {
	const others = marksIn(all).filter((each) => each !== mark);
	return packed([...others, mark].slice(-most));
}

export const hasMark = (all: string, mark: string): boolean => marksIn(all).includes(mark);
