/** What no public source tells of a domain (REG-09): asked of a person, with the date of the answer. */
export const questions = {
	secondFactor:
		'Does everybody who can log in to the registrar and the DNS host use a second factor that cannot be phished (a hardware key or a passkey)?',
	accountOwner:
		'Does the account at the registrar belong to the organisation, with a shared role and address, not to one person and a private e-mail address?',
	peopleWhoLeft:
		'Has everybody who left, or changed jobs, been removed from the accounts at the registrar and the DNS host?',
} as const;

export type QuestionId = keyof typeof questions;
export const questionIds = Object.keys(questions) as [QuestionId, ...QuestionId[]];

/** After so many days an answer is asked for again. */
export const HOLDS_DAYS = 90;
