import type { Light } from './result';

interface Told {
	readonly light: Light;
	readonly sentence: string;
	readonly next: string;
}

/** Adds to what a person is told why entries could not be written to the audit log; nothing when all are there. */
export const withUnwritten = ({ light, sentence, next }: Told, why: string | null): Told =>
	why === null
		? { light, sentence, next }
		: {
				light: light === 'green' ? 'yellow' : light,
				sentence: `${sentence} Not in the audit log yet: ${why}.`,
				next: `${next} Run again: what is missing in the audit log is written then.`.trim(),
			};
