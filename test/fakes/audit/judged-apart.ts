import { verifyBundle } from '../../../core/audit/bundle/verify-bundle';
import { endsOfVerifyPy, type PyCase } from './verify-py';

/** Ends of verify.py that may stand beside one of Verify. */
const beside: Readonly<Record<number, readonly number[]>> = {
	0: [0],
	1: [1],
	2: [1],
	3: [1],
	// It could not read what is outside, or there was nothing: Verify has one end for both.
	5: [2, 5],
};

/** Each that the two judge otherwise: what it is, how verify.py ends, how Verify does. */
export async function apart(cases: Readonly<Record<string, PyCase>>): Promise<string[]> {
	const ends = endsOfVerifyPy(Object.values(cases));
	const told: string[] = [];
	for (const [at, [name, { bundle, pinned: by, outside }]] of Object.entries(cases).entries()) {
		const { exitCode } = await verifyBundle(bundle, { pinned: [by], outside, entries: 'some' });
		if (!beside[exitCode]?.includes(ends[at]!)) told.push(`${name}: ${ends[at]} beside ${exitCode}`);
	}
	return told;
}
