import type { AnchorPart, Light, LogFacts, Refusal, SignaturePart, Verdict } from './verdict';

type Parts = Pick<Verdict, 'log' | 'files' | 'signature' | 'anchor'>;
type Summary = Pick<Verdict, 'light' | 'exitCode' | 'sentence' | 'next'>;

interface Case {
	readonly applies: (parts: Parts) => boolean;
	readonly light: Light;
	readonly exitCode: number;
	readonly next: string;
}

const isAnchored = ({ anchor }: Parts) => anchor.state === 'anchored';
const isPeriod = (files: Parts['files']) => files.state === 'damaged' && files.code === 'ENTRIES_LEFT_OUT';
const hasApart = ({ anchor }: Parts) => anchor.state === 'not anchored' && anchor.apart > 0;
const NEXT_APART =
	'Paste each checkpoint with its three lines one after the other: the name of the log, the number of entries, the root. Leave out what is no checkpoint.';
const isPinned = ({ signature }: Parts) => signature.state === 'pinned key';

/** The first that applies counts; the order is that of how bad it is. */
const cases: readonly Case[] = [
	{
		applies: ({ anchor }) => anchor.state === 'contradicted' && anchor.how === 'shorter than',
		light: 'red',
		exitCode: 3,
		next: 'If this is an export, it may only be older than the checkpoint, which looks the same: export again and compare with the same checkpoint. If the new export is shorter as well, or this is the log itself, keep it and the checkpoint as they are, and find out who could write to the store: the log was cut or put back to an earlier state.',
	},
	{
		applies: ({ anchor }) => anchor.state === 'contradicted',
		light: 'red',
		exitCode: 3,
		next: 'Keep this log and the checkpoint from outside as they are, and find out who could write to the store: either the log was rewritten, cut or put back to an earlier state, or it is not the log that the checkpoint is of.',
	},
	{
		applies: ({ files }) => isPeriod(files),
		light: 'red',
		exitCode: 1,
		next: 'If a period was exported, choose Period Only and verify again. If it was to be the whole log, ask for it again and find out who left entries out.',
	},
	{
		applies: ({ files }) => files.state === 'damaged',
		light: 'red',
		exitCode: 1,
		next: 'Fetch or export the log again. If the damage stays, keep the files as they are and find out who could write to the store.',
	},
	{
		applies: ({ signature }) => signature.state === 'refused',
		light: 'red',
		exitCode: 2,
		next: 'Compare the key with the one that was pinned when the log was set up. If nobody can say why it is another, treat the log as forged.',
	},
	{
		applies: (parts) => hasApart(parts) && isPinned(parts),
		light: 'yellow',
		exitCode: 5,
		next: NEXT_APART,
	},
	{
		applies: hasApart,
		light: 'yellow',
		exitCode: 6,
		next: `Pin the key after comparing it with what the owner of the log published. ${NEXT_APART}`,
	},
	{
		applies: (parts) => !isPinned(parts) && !isAnchored(parts),
		light: 'yellow',
		exitCode: 6,
		next: 'Pin the key after comparing it with what the owner of the log published, and paste a checkpoint from a message, a mail or a log collector that was kept outside.',
	},
	{
		applies: (parts) => !isAnchored(parts),
		light: 'yellow',
		exitCode: 5,
		next: 'Paste a checkpoint from a message, a mail or a log collector that was kept outside; each alert has one.',
	},
	{
		applies: (parts) => !isPinned(parts),
		light: 'yellow',
		exitCode: 4,
		next: 'Compare the key with what the owner of the log published, and pin it.',
	},
	{
		applies: () => true,
		light: 'green',
		exitCode: 0,
		next: 'Keep the checkpoint of this log outside as well, so that its newest entries are protected too.',
	},
];

/** Light, exit code and words of a verdict. Nothing is called good without saying what, by whom and up to where. */
export function summary(parts: Parts): Summary {
	const { light, exitCode, next } = cases.find(({ applies }) => applies(parts)) as Case;
	const sentence = [filesIn(parts), signatureIn(parts.signature), anchorIn(parts.anchor)].join(' ');
	return { light, exitCode, sentence, next };
}

function filesIn({ log, files }: Parts): string {
	if (isPeriod(files) && log !== null)
		return `Not the whole log: this export of ${log.origin} holds ${log.entries} of ${count(log.size, 'entry', 'entries')}, as that of a period does, and agrees with itself in them and in the hashes of the others.`;
	if (files.state === 'damaged') return `Damaged: ${where(log)}${files.where}: ${files.what}.`;
	const { origin, size, entries } = log as LogFacts;
	const looked =
		entries === size
			? `all ${count(size, 'entry', 'entries')}`
			: `the ${count(entries, 'entry', 'entries')} of ${size} that are here, and with the hashes of the others`;
	return `The log ${origin} agrees with itself in ${looked}.`;
}

const where = (log: LogFacts | null) => (log === null ? '' : `the log ${log.origin}, `);

const refusals: { readonly [code in Refusal]: string } = {
	CHECKPOINT_UNREADABLE:
		'Whether the pinned key signed it could not be proved: there is no checkpoint that can be read.',
	SIGNATURE_WRONG: 'Refused: a signature on the checkpoint does not belong to its text.',
	NEWEST_DID_NOT_SIGN: 'Refused: the newest of the log’s keys did not sign the checkpoint.',
	NOT_THE_PINNED_KEY:
		'Refused: the key that signed it is not the pinned one, nor one that the pinned key handed over to in the entries that are here.',
	HANDED_OVER: 'Refused: the key that signed it had been handed over to another before.',
};

/** Whose key signed, as a sentence. */
export function signatureIn(signature: SignaturePart): string {
	if (signature.state === 'refused') return refusals[signature.code];
	if (signature.state === 'key not pinned')
		return `It is signed by ${signature.key}, a key that is not pinned: anybody could have made it.`;
	if (signature.handovers === 0) return `It is signed by the pinned key ${signature.key}.`;
	return `It is signed by ${signature.key}, to which the pinned key handed over in ${count(signature.handovers, 'step', 'steps')}.`;
}

const contradictions = {
	'shorter than': (size: number) =>
		`Contradicted: a checkpoint kept outside tells of ${count(size, 'entry', 'entries')}; this log is shorter than that.`,
	'another root at size': (size: number) =>
		`Contradicted: a checkpoint kept outside has another root at size ${size}; entries before it were changed since.`,
	'other origin': (_size: number, origin: string) =>
		`Contradicted: a checkpoint kept outside is of another log, ${shown(origin)} (other origin).`,
} as const;

/** What it agrees with outside, as a sentence. */
export function anchorIn(anchor: AnchorPart): string {
	switch (anchor.state) {
		case 'anchored': {
			const newer =
				anchor.newer === 0 ? 'no newer entries' : count(anchor.newer, 'newer entry', 'newer entries');
			return `It agrees with ${count(anchor.checkpoints, 'checkpoint', 'checkpoints')} kept outside up to size ${anchor.upTo}; ${newer} unprotected.`;
		}
		case 'not anchored':
			if (anchor.apart > 0)
				return `It is not anchored: in the text from outside ${anchor.apart === 1 ? 'a root stands' : `${anchor.apart} roots stand`} without a name and a number of entries right before, so that nothing could be compared with ${anchor.apart === 1 ? 'it' : 'them'}.`;
			return `It is not anchored: no checkpoint from outside was given, so whoever holds the store and the signing key could have written all of it anew (${count(anchor.newer, 'entry', 'entries')} unprotected).`;
		case 'contradicted':
			return contradictions[anchor.how](anchor.size, anchor.origin);
		case 'not judged':
			return 'It is not anchored: a damaged log could not be compared with checkpoints from outside.';
	}
}

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** What a text from outside holds is shown only where it is a plain name. */
const shown = (origin: string) =>
	/^[A-Za-z0-9._/:-]{1,200}$/.test(origin) ? origin : 'with a name of odd characters';
