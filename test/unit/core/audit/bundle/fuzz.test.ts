import { fuzzVerify } from '../../../../fakes/audit/fuzz';

/** `npx tsx scripts/fuzz-verify.ts 1000000` tries a million, and how long each takes. */
it('says something of every bundle, and green of none that was changed', async () => {
	const { outcomes, wrong } = await fuzzVerify(0, 4_000);
	expect(wrong).toEqual([]);
	// All three hands were at work, and many of the checks behind the archive's own were reached.
	for (const hand of ['bytes', 'files', 'entries'])
		expect(Object.keys(outcomes).filter((name) => name.startsWith(hand)).length).toBeGreaterThan(5);
	expect(Object.values(outcomes).reduce((sum, times) => sum + times, 0)).toBe(4_000);
}, 120_000);
