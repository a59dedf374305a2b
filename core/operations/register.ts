import type { AuditEntry } from '../audit/entry';
import { hex } from '../hex';
import { KeyturnError } from '../errors';
import { headerName, keyName, originOf, vaultPath } from '../names';
import { documentSchema, type Document, type KeyRecord, type SmokeTest } from '../rotation/document';
import { carriedOver, driverNamed, isKey } from '../providers/provider';
import { look } from '../rotation/kill';
import { checkClock, preflight } from '../rotation/preflight';
import { installationKeys } from '../sealing/installation-keys';
import { Session } from '../rotation/session';
import { Secret } from '../secret';
import type { Entry } from '../vaults/vault';
import { dayOf, open, type Context } from './context';
import { checkVersions, claim, createClaimed } from './entry-checks';
import {
	againWarnings,
	countOn,
	documentAgain,
	idGiven,
	registerAgain,
	registeredAs,
	toRegister,
} from './register-again';
import { bounded, fieldName, line } from './register-fields';
import { chosenTargets, type TargetChoice } from './register-targets';
import { registerWarnings } from './register-warnings';
import { reportOf, type Report } from './report';
import { refuseShortLife } from './shortest-life';
import { plannedAs, type DryRun } from './dry-run';

export interface Registration {
	readonly name: string;
	readonly app: string;
	readonly owner: string;
	readonly risk: 'high' | 'normal';
	readonly provider: string;
	readonly providerSettings: Readonly<Record<string, string>>;
	/** Name of the provider's admin credential in the vault, '' for none. */
	readonly admin: string;
	/** Where the app reads its key; '' for the entry that Keyturn keeps for it. */
	readonly path?: string;
	readonly field?: string;
	/** The adopted key's id at the provider, where the provider cannot tell it. */
	readonly keyId?: string;
	readonly cadenceDays?: number;
	readonly graceHours?: number;
	readonly cacheSeconds?: number;
	readonly delaySeconds?: number;
	readonly observeSeconds?: number;
	readonly smoke?: SmokeTest | null;
	/** Places that hold a copy of the value, or have to be told of a new one. */
	readonly targets?: readonly TargetChoice[];
}

const DAY_MS = 86_400_000;
const LONGEST_NAME = 500;
const EXPIRY_SPARE_DAYS = 2;
const limits = { high: { cadence: 30, longest: 30 }, normal: { cadence: 90, longest: 90 } } as const;
const defaults = { graceHours: 24, cacheSeconds: 300, delaySeconds: 120, observeSeconds: 300 } as const;

/** Takes a key into care: adopts the one that stands in the vault, or prepares the first issue of one that does not. */
export async function register(context: Context, input: Registration): Promise<Report> {
	const { session, document, entry, known } = await prepare(context, input);
	const { problems } = await preflight(session, 'planned');
	if (problems[0] !== undefined) throw toRegister(problems[0], known, session);
	await identify(session, entry, idGiven(known, session, input.keyId));
	if (known !== null) return await registerAgain(context, known, session);

	const candidate = new Secret(hex(context.host.random(32)), 'installation key', [context.vault.origin]);
	const installation =
		(await context.vault.readInstallationKey()) ?? (await context.vault.createInstallationKey(candidate));
	const sealed = resealed(context, session, installation, entry);
	await claim(context, document);
	await context.vault.prepareStage(document.name);
	const staged = await context.vault.readStaged(document.name, await session.binding());
	// Listed first and written afterwards: a crash between leaves a name too many, never a key that no sweep finds.
	const day = dayOf(document.dueAt);
	await context.vault.markDue(document.name, day);
	await createClaimed(context, sealed, {
		...sealed.document,
		listedUnder: day,
		staged: staged?.version ?? null,
		pasted: staged === null ? null : sealed.fingerprint(staged.value),
		sequence: 1,
		outbox: [entryOf(context, document)],
	});
	return reportOf(await open(context, document.name));
}

/** Told by the same write that registers the key: whoever finds the key finds the entry as well. */
const entryOf = ({ host, vault }: Context, { uid, name, record, current }: Document): AuditEntry => ({
	id: `${uid}/0/1`,
	at: vault.time().latest,
	kind: 'key registered',
	key: name,
	actor: host.actor,
	facts: {
		provider: record.provider,
		owner: record.owner,
		adopted: current !== null,
		keyId: current?.keyId ?? null,
	},
});

/** What registering would find, with no write at all. */
export async function registerDryRun(context: Context, input: Registration): Promise<DryRun> {
	const { session, entry, known } = await prepare(context, input);
	const looked = await preflight(session, 'planned');
	const problems = looked.problems.map((each) => toRegister(each, known, session));
	const found = { ...looked, problems };
	if (found.problems.length > 0) return plannedAs(session, 'planned', found);
	const again: string[] = [];
	try {
		await identify(session, entry, idGiven(known, session, input.keyId));
		if (known !== null) again.push(...(await againWarnings(known, session)));
	} catch (error) {
		if (!(error instanceof KeyturnError)) throw error;
		return plannedAs(session, 'planned', { ...found, problems: [error], plan: null });
	}
	const warnings = [...found.warnings, ...again, ...registerWarnings(session)];
	return plannedAs(session, 'planned', { ...found, warnings });
}

async function prepare(
	context: Context,
	input: Registration,
): Promise<{ session: Session; document: Document; entry: Entry | null; known: Session | null }> {
	const name = keyName(input.name);
	const record = recordOf(context, name, input);
	await context.vault.checkEngine();
	const installation = await context.vault.readInstallationKey();
	const temporary = new Secret(hex(context.host.random(32)), 'installation key', [context.vault.origin]);
	const known = installation === null ? null : await registeredAs(context, name);
	const now = context.vault.time();
	const fresh = documentSchema.parse({
		v: 1,
		uid: hex(context.host.random(16)),
		name,
		record: { ...record, registeredAt: now.latest },
		current: null,
		restrictions: null,
		rotations: 0,
		rotation: null,
		last: null,
		intents: [],
		debt: [],
		staged: null,
		notBefore: 0,
		epoch: 0,
		lease: null,
		request: null,
		outbox: [],
		sequence: 0,
		dueAt: now.earliest,
		listedUnder: null,
		writeId: hex(context.host.random(12)),
	});
	const document = known === null ? fresh : await documentAgain(known, fresh.record);
	const keys = installationKeys(installation ?? temporary, context.vault.origin);
	const session = new Session(context.host, context.vault, keys, context.drivers, { document, tag: '' });
	refuseShortLife(session);
	checkClock(session);
	const { missing } = await context.vault.check(name, record.place, record.admin);
	if (missing.length > 0)
		throw new KeyturnError('RIGHT_MISSING', 'Vault login', `it lacks ${missing.slice(0, 6).join('; ')}`);
	await checkVersions(session);
	const entry = await session.value();
	adopt(session, entry);
	if (known !== null) await countOn(session);
	return { session, document: session.document, entry, known };
}

/** A value that stands in the vault already becomes the key's first generation; it is due a cadence from now. */
function adopt(session: Session, entry: Entry | null): void {
	if (entry === null) return;
	const { document } = session;
	const fault = entry.value.fault();
	if (fault !== null)
		throw new KeyturnError('BAD_INPUT', entry.value.label, `the value cannot be a key: ${fault}`);
	const at = session.time().latest;
	document.current = {
		keyId: null,
		keyName: null,
		version: entry.version,
		fingerprint: session.fingerprint(entry.value),
		since: at,
	};
	document.dueAt = at + document.record.cadenceDays * DAY_MS;
}

/** Finds out which key at the provider the adopted value is: without that it could never be revoked. */
async function identify(session: Session, entry: Entry | null, given: string | undefined): Promise<void> {
	const { current } = session.document;
	if (current === null || entry === null || session.driver.made === 'by a person') return;
	const seen = await look(session, entry.value);
	const keyId = seen?.keyId ?? (given === undefined || given.trim() === '' ? null : given.trim());
	const listed = keyId === null ? [] : await (await session.provider()).list();
	const there = listed.find(({ id }) => keyId !== null && isKey(id, keyId));
	if (there === undefined)
		throw new KeyturnError(
			'NOT_LISTED',
			session.driver.title,
			keyId === null ? 'it does not tell which key this is' : 'it does not list the key',
			{
				next: 'Fill in Key ID with the id that the provider shows for the key in use.',
			},
		);
	current.keyId = there.id;
	current.keyName = there.name.slice(0, LONGEST_NAME);
	const { driver, document } = session;
	const next = carriedOver(driver, document.record.providerSettings, there.restrictions);
	document.restrictions = { ...next, scopes: next.scopes === null ? null : [...next.scopes] };
	if (there.expiresAt === null) return;
	// An adopted key that expires soon is replaced while it still works.
	document.dueAt = Math.min(
		document.dueAt,
		Math.max(
			session.time().latest,
			there.expiresAt - EXPIRY_SPARE_DAYS * DAY_MS - document.record.graceSeconds * 1_000,
		),
	);
}

/** Fingerprints are made anew, because the installation key may have been made just now. */
function resealed(
	context: Context,
	{ document }: Session,
	installation: Secret,
	entry: Entry | null,
): Session {
	const keys = installationKeys(installation, context.vault.origin);
	const session = new Session(context.host, context.vault, keys, context.drivers, { document, tag: '' });
	if (document.current !== null && entry !== null)
		document.current.fingerprint = session.fingerprint(entry.value);
	return session;
}

function recordOf(context: Context, name: string, input: Registration): Omit<KeyRecord, 'registeredAt'> {
	const driver = driverNamed(context.drivers.providers, input.provider);
	if (driver === undefined) throw new KeyturnError('BAD_INPUT', 'Provider', 'choose one from the list');
	const known = new Set<string>(driver.fields.map((field) => field.name));
	const providerSettings = Object.fromEntries(
		Object.entries(input.providerSettings).filter(([key]) => known.has(key)),
	);
	const place = {
		path: vaultPath(input.path?.trim() || context.vault.valuePath(name), 'Vault Path'),
		field: fieldName(input.field),
	};
	// Where Keyturn keeps values, a key has its own entry and no other's.
	const others =
		place.path.startsWith(context.vault.valuePath('x').slice(0, -1)) &&
		place.path !== context.vault.valuePath(name);
	if (others || !context.vault.allows(place))
		throw new KeyturnError(
			'BAD_INPUT',
			'Vault Path',
			'it is outside the paths that the vault credential allows',
		);
	const admin = input.admin.trim() === '' ? null : keyName(input.admin, 'Admin Credential');
	if (admin === null && driver.made === 'by Keyturn')
		throw new KeyturnError('BAD_INPUT', 'Admin Credential', `${driver.title} needs one`);
	// Settings that cannot be right are told before anything is asked for.
	driver.initial(providerSettings);
	const rules = limits[input.risk];
	const cadenceDays = bounded(input.cadenceDays ?? rules.cadence, 'Rotate Every (Days)', 1, rules.longest);
	const { smoke = null } = input;
	if (smoke !== null) originOf(smoke.url, 'Smoke test');
	const header = smoke?.sendAs === 'header' ? headerName(smoke.header, 'Smoke test, header') : '';
	return {
		app: line(input.app, 'App'),
		owner: line(input.owner, 'Owner'),
		risk: input.risk,
		cadenceDays,
		graceSeconds: bounded(input.graceHours ?? defaults.graceHours, 'Grace (Hours)', 0, 24 * 90) * 3_600,
		cacheSeconds: bounded(input.cacheSeconds ?? defaults.cacheSeconds, 'Cache Time (Seconds)', 0, 86_400),
		delaySeconds: bounded(
			input.delaySeconds ?? defaults.delaySeconds,
			'Longest Delay of a Request (Seconds)',
			1,
			3_600,
		),
		observeSeconds: bounded(
			input.observeSeconds ?? defaults.observeSeconds,
			'Watch Disabled Key (Seconds)',
			0,
			7 * 86_400,
		),
		provider: input.provider,
		providerSettings,
		admin,
		place,
		targets: chosenTargets(context, input.targets ?? []),
		smoke: smoke === null ? null : { ...smoke, header },
	};
}
