import { inWords } from '../duration';
import { KeyturnError } from '../errors';
import { refuseInexact } from '../exact-numbers';
import { originOf } from '../names';
import { carriedOver, isKey, type Listed, type Restrictions } from '../providers/provider';
import type { Entry } from '../vaults/vault';
import { MAX_SKEW_MS } from './bounds';
import type { Generation, Rotation } from './document';
import { knownBad, look } from './kill';
import { requireOrigin } from './origins';
import type { Session } from './session';
import { refuseRestored } from './settle';
import { checkTargets } from './targets';

export interface Plan {
	readonly old: Generation | null;
	readonly expect: string | null;
	readonly restrictions: Restrictions;
}

/** What stands in the way of a rotation, found before anything is written. */
export interface Findings {
	readonly problems: readonly KeyturnError[];
	readonly warnings: readonly string[];
	readonly plan: Plan | null;
	/** What is done about each target, for people. */
	readonly targets: readonly string[];
}

/**
 * Looks at everything that a rotation needs, with reads alone: clocks, rights, rules, origins, the provider's list and
 * limit, and that the key in use works. Each check adds its problem; a later one runs only on what it stands on.
 */
export async function preflight(session: Session, mode: Rotation['mode']): Promise<Findings> {
	const problems: KeyturnError[] = [];
	const warnings: string[] = [];
	const attempt = async <Result>(check: () => Promise<Result> | Result): Promise<Result | undefined> => {
		try {
			return await check();
		} catch (error) {
			if (!(error instanceof KeyturnError)) throw error;
			problems.push(error);
			return undefined;
		}
	};

	await attempt(() => {
		checkClock(session);
	});
	await attempt(() => checkRights(session, warnings));
	await attempt(() => {
		checkRules(session, mode);
	});
	const entry = await attempt(() => session.value());
	const current = entry ?? null;
	if (entry !== undefined)
		await attempt(() => {
			checkCurrent(session, current);
		});
	await attempt(() => {
		refuseInexact(`Vault (${session.document.record.place.path})`, current?.inexact ?? null);
	});
	const opened = await attempt(() => checkOrigins(session, current));
	const told = await attempt(() => checkTargets(session, current, mode === 'emergency'));
	const targets = told?.steps ?? [];
	warnings.push(...(told?.warnings ?? []));
	if (opened === undefined || problems.length > 0) return { problems, warnings, plan: null, targets };
	const listed =
		session.driver.made === 'by a person'
			? []
			: await attempt(async () => checkList(session, await (await session.provider()).list(), mode));
	if (listed !== undefined) await attempt(() => checkAlive(session, current, mode));
	if (problems.length > 0 || listed === undefined) return { problems, warnings, plan: null, targets };

	const { document, driver } = session;
	const known = document.current;
	const old = known === null || current === null ? null : { ...known, version: current.version };
	const before = listed.find(({ id }) => id === old?.keyId);
	return {
		problems,
		warnings,
		targets,
		plan: {
			old,
			expect: current?.version ?? null,
			restrictions: carriedOver(
				driver,
				document.record.providerSettings,
				before?.restrictions ?? document.restrictions,
			),
		},
	};
}

export function checkClock(session: Session): void {
	const off = Math.abs(session.vault.skew());
	if (off > MAX_SKEW_MS)
		throw new KeyturnError(
			'CLOCK_OFF',
			'Clock',
			`the machine’s clock is ${String(Math.round(off / 1_000))} s off the vault’s`,
		);
}

async function checkRights(session: Session, warnings: string[]): Promise<void> {
	const { place, admin } = session.document.record;
	const { missing, excess } = await session.vault.check(session.name, place, admin);
	if (missing.length > 0)
		throw new KeyturnError('RIGHT_MISSING', 'Vault login', `it lacks ${missing.slice(0, 6).join('; ')}`);
	if (excess.length > 0)
		warnings.push(
			`The vault login can do more than it needs: ${excess.slice(0, 4).join('; ')}. Only people should be able to change where a value may go.`,
		);
}

function checkRules(session: Session, mode: Rotation['mode']): void {
	const { record } = session.document;
	// A leaked key does not wait for another one's death; its own rotation is not over before both are dead.
	const debt = mode === 'planned' ? session.document.debt : [];
	if (record.graceSeconds >= record.cadenceDays * 86_400)
		throw new KeyturnError(
			'GRACE_TOO_LONG',
			session.name,
			'the grace is at least as long as the time between two rotations',
		);
	if (mode === 'planned' && record.graceSeconds < 2 * record.cacheSeconds)
		throw new KeyturnError(
			'GRACE_TOO_SHORT',
			session.name,
			`a value may be used for ${inWords(2 * record.cacheSeconds)} after it was replaced`,
		);
	if (debt.length > 0)
		throw new KeyturnError(
			'NOT_NOW',
			session.name,
			'an earlier key is not yet proved dead; the next run tries again',
			...(debt[0]?.todo == null ? [] : [{ next: debt[0].todo }]),
		);
	if (mode === 'planned' && session.driver.keyClass === 'D')
		throw new KeyturnError(
			'NOT_NOW',
			session.name,
			'this provider kills the old key at once: rotate in emergency mode, with somebody who confirms',
		);
}

/** The vault holds what the document says, so nobody changed it behind Keyturn's back. */
function checkCurrent(session: Session, current: Entry | null): void {
	const known = session.document.current;
	const same =
		known === null
			? current === null
			: current !== null && session.fingerprint(current.value) === known.fingerprint;
	if (!same)
		throw new KeyturnError(
			'CHANGED_OUTSIDE',
			session.name,
			'the vault holds another value than Keyturn put there',
		);
}

async function checkOrigins(session: Session, current: Entry | null): Promise<true> {
	const provider = await session.provider();
	const { record } = session.document;
	const binding = current?.value.origins ?? (await session.binding());
	const entry = session.vault.describe('value', session.name);
	const wanted = [
		provider.probeOrigin,
		...(record.smoke === null || record.smoke.sendAs === 'none'
			? []
			: [originOf(record.smoke.url, 'Smoke test')]),
	];
	for (const origin of wanted) requireOrigin(entry, binding, origin, session.vault.origin);
	const admin = await session.admin();
	if (admin === null || provider.adminOrigin === null) return true;
	requireOrigin(admin.label, admin.origins, provider.adminOrigin, session.vault.origin);
	if (current !== null && session.fingerprint(admin) === session.fingerprint(current.value))
		throw new KeyturnError(
			'ADMIN_IS_KEY',
			session.name,
			'the admin credential is the key that is to be rotated',
		);
	return true;
}

function checkList(session: Session, listed: readonly Listed[], mode: Rotation['mode']): readonly Listed[] {
	const { document, driver } = session;
	refuseRestored(document, listed);
	session.listedBefore = new Set(listed.map(({ id }) => id));
	const keyId = document.current?.keyId;
	const known = mode === 'emergency' && document.restrictions !== null;
	if (keyId != null && !known && !listed.some(({ id }) => id === keyId))
		throw new KeyturnError(
			'NOT_LISTED',
			driver.title,
			'it does not list the key in use, so what that key may do cannot be carried over',
		);
	if (driver.limit !== null && listed.length >= driver.limit)
		throw new KeyturnError(
			'LIMIT_REACHED',
			driver.title,
			`it allows ${String(driver.limit)} keys and has ${String(listed.length)}`,
		);
	return listed;
}

async function checkAlive(session: Session, current: Entry | null, mode: Rotation['mode']): Promise<void> {
	if (current === null || mode === 'emergency') return;
	const { probeOrigin } = await session.provider();
	const seen = await look(session, current.value);
	const known = session.document.current?.keyId ?? null;
	if (seen?.verdict === 'alive' && (seen.keyId === null || known === null || isKey(known, seen.keyId)))
		return;
	const control = seen?.verdict === 'alive' ? await look(session, knownBad(session, [probeOrigin])) : null;
	const what =
		control?.verdict === 'alive'
			? 'the check accepts anything'
			: `the key in use is ${seen?.verdict === 'dead' ? 'dead' : 'not shown to work'}`;
	throw new KeyturnError(
		'OLD_NOT_ALIVE',
		session.driver.title,
		what,
		control?.verdict === 'alive'
			? { next: 'Correct the address that keys are checked at: register the key with another one.' }
			: {},
	);
}
