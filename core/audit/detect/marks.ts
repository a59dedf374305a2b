import { sha256 } from '../../secret';

const WIDTH = 8;

/** A short mark of a text: enough to tell a few hundred things apart, and it gives nothing away of them. */
export const markOf = (...parts: readonly string[]): string => sha256(parts.join('\n')).slice(0, WIDTH);

/** Many marks in one text, which takes a third of the room that a list takes. */
export const marksIn = (packed: string): string[] => packed.match(/.{8}/g) ?? [];

/** Adds a mark at the end, the newest place, and drops the oldest beyond `most`. One in the newer half stays where it is. */
export function withMark(all: string, mark: string, most: number): string {
	const at = placeOf(all, mark);
	if (at >= all.length / 2) return all;
	const others = at < 0 ? all : all.slice(0, at) + all.slice(at + WIDTH);
	return (others + mark).slice(-most * WIDTH);
}

export const hasMark = (all: string, mark: string): boolean => placeOf(all, mark) >= 0;

function placeOf(all: string, mark: string): number {
	let at = all.indexOf(mark);
	while (at % WIDTH > 0) at = all.indexOf(mark, at + 1);
	return at;
}
