import type { Unwritten } from '../../kept/document';
import type { Light } from './result';

interface Told {
	readonly light: Light;
	readonly sentence: string;
	readonly next: string;
}

/** Adds to what a person is told why entries could not be written to the audit log; nothing when all are there. */
export const withUnwritten = ({ light, sentence, next }: Told, unwritten: Unwritten | null): Told =>
	unwritten === null
		? { light, sentence, next }
		: {
				light: light === 'green' ? 'yellow' : light,
				// What was looked at may be the log itself, and have told the same.
				sentence: sentence.includes(unwritten.why)
					? sentence
					: `${sentence} Not in the audit log yet: ${unwritten.why}.`,
				next: next.includes(unwritten.next) ? next : `${next} ${unwritten.next}`.trim(),
			};
