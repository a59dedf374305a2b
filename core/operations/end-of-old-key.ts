/** What is known of the old key's end, as a rotation's evidence tells it. */
interface Evidence {
	readonly death?: unknown;
	readonly deathStatus?: unknown;
}

/** The step, for people. Of a first issue there was nothing to revoke; and a person's word is no proof. */
export function endOf({ death }: Evidence): string {
	if (death === 'typed') return 'Old key dead on a person’s word, not proved';
	return death === undefined ? 'No old key to revoke' : 'Old key proved dead';
}

export const endSentence = ({ death }: Evidence): string =>
	death === 'typed'
		? 'The new key is in use, and the old one counts as dead on a person’s word'
		: 'The old key is proved dead';

/** How it was proved; null where it was not. */
export function proofOf({ death, deathStatus }: Evidence): string | null {
	if (death === 'refused')
		return `The provider refuses the old key (${String(deathStatus)}) while it accepts the new one at the same address.`;
	return death === 'not listed' ? 'The provider no longer lists the old key.' : null;
}
