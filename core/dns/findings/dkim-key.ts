import { type Case, type Check, type Judgement, casesUnless, needs, notChecked, notSeenOf } from '../finding';
import type { DkimLook } from '../mail/dkim/gather';
import type { DkimKey } from '../mail/dkim/key';

/** Below the first nobody accepts the key, below the second it is weak (RFC 8301, section 3.2). */
const [FEWEST_BITS, GOOD_BITS] = [1024, 2048];

export const dkimKey: Check = {
	severity: 'medium',
	title: 'A key that signs mail is weak or cannot be used',
	basis: 'RFC 6376, section 3.6.1, and RFC 8301',
	remedy: 'Have your mail provider create a new DKIM key of 2048 bits, and publish what it shows.',
	judge({ mail: { dkim } }) {
		const cases = dkim.flatMap((look) =>
			'seen' in look.keys ? look.keys.seen.flatMap((key) => casesOf(look, key)) : [],
		);
		const several = dkim.flatMap(({ selector, keys }) =>
			'seen' in keys && keys.seen.length > 1
				? [
						{
							evidence: `selector ${selector} has ${keys.seen.length} keys, and receivers take any one of them`,
						},
					]
				: [],
		);
		const found = [...cases, ...several];
		if (dkim.every(isEmpty)) return noneFound(dkim);
		// A guess that was not seen, or has no key, is no gap: nobody knows all selectors. One that the user named is.
		const given = dkim.filter(({ isGiven }) => isGiven);
		return casesUnless(found, [
			...notSeenOf(given.map(({ keys }) => keys)),
			...given.filter(isEmpty).map(({ selector }) => `no DKIM key is at the selector ${selector}`),
		]);
	},
};

const isEmpty = ({ keys }: DkimLook): boolean => 'seen' in keys && keys.seen.length === 0;

/** Nobody can list selectors, so that none is at those that were guessed says nothing; that one which was named is missing does. */
function noneFound(dkim: readonly DkimLook[]): Judgement {
	const tried = dkim.map(({ selector }) => selector).join(', ');
	const what = `no DKIM key is at the selectors that were tried (${tried}), and nobody can list them`;
	return dkim.some(({ isGiven }) => isGiven) ? notChecked(what) : needs(`${what}: name the ones in use`);
}

function casesOf({ selector, isGiven }: DkimLook, key: DkimKey): Case[] {
	const { isRevoked, isTesting, bits } = key;
	const at = `selector ${selector}`;
	const cases: Case[] = key.problems.slice(0, 5).map((problem) => ({ evidence: `${at}: ${problem}` }));
	if (isRevoked)
		cases.push({
			severity: isGiven ? 'medium' : 'info',
			evidence: `${at}: the key was taken back (p= is empty)`,
			remedy: 'If mail is still signed with this selector, set up a new key; if not, remove the record.',
		});
	if (isTesting)
		cases.push({
			severity: 'low',
			evidence: `${at}: t=y says that DKIM is only being tried`,
			remedy: 'Remove t=y from the record: receivers may treat signed mail as if it were not signed.',
		});
	if (bits !== null && bits < FEWEST_BITS)
		cases.push({ severity: 'high', evidence: `${at}: the key has ${bits} bits; receivers refuse it` });
	else if (bits !== null && bits < GOOD_BITS)
		cases.push({
			severity: 'low',
			evidence: `${at}: the key has ${bits} bits, ${GOOD_BITS} are recommended`,
		});
	return cases;
}
