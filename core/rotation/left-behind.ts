import type { Rotation } from './document';
import type { Change } from './session';

const LONGEST_SENTENCE = 500;

/** What an emergency goes on without is told once, in the audit log and to whoever reads of the key until its next rotation. */
export function leaveBehind(rotation: Rotation, note: Parameters<Change>[1], sentence: string | null): void {
	if (sentence === null || hasLeftBehind(rotation)) return;
	const why = sentence.slice(0, LONGEST_SENTENCE);
	rotation.evidence['leftBehind'] = why;
	note('target left behind', { why });
}

export const hasLeftBehind = ({ evidence }: Rotation): boolean => evidence['leftBehind'] !== undefined;
