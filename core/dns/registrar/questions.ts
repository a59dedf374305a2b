/** What no public source tells of a domain: asked of a person, with the date of the answer and how long it holds. */
export interface Question {
	/** The stable id: `REG-09`. */
	readonly id: string;
	readonly text: string;
	/** After so many days the answer is asked for again. */
	readonly holdsDays: number;
}

export const REGISTRAR_QUESTIONS: readonly Question[] = [
	{
		id: 'REG-09',
		text: 'Does everybody who can log in to the registrar and the DNS host use a second factor that cannot be phished (a hardware key or a passkey)?',
		holdsDays: 90,
	},
	{
		id: 'REG-09',
		text: 'Does the account at the registrar belong to the organisation, with a shared role and address, not to one person and a private e-mail address?',
		holdsDays: 90,
	},
	{
		id: 'REG-09',
		text: 'Has everybody who left, or changed jobs, been removed from the accounts at the registrar and the DNS host?',
		holdsDays: 90,
	},
];
