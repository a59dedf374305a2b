import { inWords } from '../duration';
import { KeyturnError } from '../errors';
import type { ProviderDriver } from '../providers/provider';
import type { Findings } from '../rotation/preflight';
import type { Session } from '../rotation/session';
import { breaksOf } from '../rotation/targets';
import { open, type Context } from './context';
import { checkVersions } from './entry-checks';
import { reportOf } from './report';
import { look } from './rotate';
import { shortLived } from './shortest-life';

export interface DryRun {
	readonly key: string;
	readonly possible: boolean;
	readonly light: 'green' | 'yellow' | 'red';
	readonly sentence: string;
	readonly next: string;
	readonly problems: ReadonlyArray<{ readonly problem: string; readonly next: string }>;
	readonly warnings: readonly string[];
	readonly steps: readonly string[];
	readonly breaks: readonly string[];
	readonly rights: string;
}

/** Shows what a rotation would do and what stands in its way. Sends reads alone and writes nothing. */
export async function dryRun(context: Context, name: string, mode: 'planned' | 'emergency'): Promise<DryRun> {
	const session = await open(context, name);
	const breaks = mode === 'emergency' ? await breaksOf(session) : [];
	// What a new rotation needs is not so in the midst of one, such as the old value in the vault.
	if (session.document.rotation !== null) return underWay(session, mode, breaks);
	const looked = await look(session, mode);
	const found = { ...looked, warnings: [...looked.warnings, ...shortLived(session)] };
	try {
		await checkVersions(session);
	} catch (error) {
		if (!(error instanceof KeyturnError)) throw error;
		return plannedAs(session, mode, { ...found, problems: [...found.problems, error], plan: null }, breaks);
	}
	return plannedAs(session, mode, found, breaks);
}

function underWay(session: Session, mode: 'planned' | 'emergency', breaks: readonly string[]): DryRun {
	const { sentence, next } = reportOf(session);
	const goesOn = `Go on with the rotation that is under way: ${sentence}`;
	const nothing = { problems: [], warnings: [], plan: null, targets: [] };
	return {
		...plannedAs(session, mode, nothing, breaks),
		possible: true,
		light: 'yellow',
		sentence: `A rotation is under way. ${sentence} Nothing was changed by this dry run.`,
		next: next === '' ? 'Turn off Dry Run and run again: it goes on where it stands.' : next,
		steps:
			mode === 'planned'
				? [goesOn]
				: [
						goesOn,
						'End its grace at once where the key before leaked, and replace the new key where that leaked',
					],
	};
}

/** What the new key gets from where. */
const inherits: Readonly<Record<ProviderDriver['promises']['scopes'], string>> = {
	told: 'the scopes and the lifetime of the old one',
	'not told':
		'the lifetime of the old one and the scopes that were registered, which the old one may not have had',
	none: 'the lifetime of the old one',
};

export function plannedAs(
	session: Session,
	mode: 'planned' | 'emergency',
	{ problems, warnings, plan, targets }: Findings,
	breaks: readonly string[] = [],
): DryRun {
	const { driver, document } = session;
	const { record } = document;
	const asks = driver.made === 'by Keyturn';
	const first = problems[0];
	const possible = plan !== null;
	return {
		key: session.name,
		possible,
		light: !possible ? 'red' : warnings.length > 0 ? 'yellow' : 'green',
		sentence: first?.message ?? 'The rotation can start. Nothing was changed by this dry run.',
		next: first?.next ?? 'Turn off Dry Run and run again.',
		problems: problems.map(({ message, next }) => ({ problem: message, next })),
		warnings,
		steps: [
			asks
				? `Ask ${driver.title} for a new key with ${inherits[driver.promises.scopes]}`
				: 'Ask a person to make a key at the provider and paste it into the vault',
			`Store it in ${session.vault.describe('staged', session.name)}`,
			'Check that the provider accepts it and refuses a wrong one',
			`Make it current in ${record.place.path}`,
			...(targets.length === 0 ? ['No target is set: apps read the vault'] : targets),
			record.smoke === null
				? 'No smoke test is set'
				: `Smoke test ${record.smoke.method} ${record.smoke.url}`,
			mode === 'emergency'
				? 'No grace: the old key goes at once'
				: `Grace of ${inWords(record.graceSeconds)} in which both keys work`,
			asks
				? 'Revoke the old key and ask until it is refused'
				: 'Ask a person to revoke the old key, and check that it is refused',
			'Add the entries to the audit log',
		],
		breaks:
			mode === 'emergency'
				? [
						`What still uses the old key fails from the revocation on, for up to ${inWords(record.cacheSeconds)} (Cache Time), and for good where it holds a copy of its own`,
						...breaks,
					]
				: [],
		rights: [driver.rights, ...targetRights(session)].join('. '),
	};
}

/** What the admin credentials of the targets must be, each said once. */
function targetRights({ document, drivers }: Session): string[] {
	const told = document.record.targets.map(({ kind }) => drivers.targets[kind]?.rights ?? '');
	return [...new Set(told)].filter((each) => each !== '');
}
