import { KeyturnError, hasCode, isUnknownOutcome } from '../errors';
import type { Secret } from '../secret';
import type { Target, TargetDriver } from '../targets/target';
import type { Entry } from '../vaults/vault';
import type { Document } from './document';
import { requireOrigin } from './origins';
import type { Session } from './session';

export interface OpenTarget {
	/** Its place in the key's record, under which receipts are kept. */
	readonly index: number;
	readonly target: Target;
	readonly admin: Secret | null;
}

/** What an emergency does with a target that cannot even be asked: it goes on without it. */
export type LeftOut = (error: KeyturnError, index: number) => void;

/**
 * The targets of the key, each with its admin credential, which is read from the vault once for all. With `leftOut` one
 * that cannot be opened is told there, and does not stand in the way of the others.
 */
export async function openTargets(session: Session, leftOut?: LeftOut): Promise<readonly OpenTarget[]> {
	const admins = new Map<string, Secret>();
	const opened: OpenTarget[] = [];
	for (const [index, { kind, settings, admin }] of session.document.record.targets.entries()) {
		try {
			const driver = targetDriver(session, kind);
			const known = admin === null ? null : (admins.get(admin) ?? (await session.vault.readAdmin(admin)));
			if (admin !== null && known !== null) admins.set(admin, known);
			opened.push({ index, target: driver.open(settings, known, session.host), admin: known });
		} catch (error) {
			if (leftOut === undefined || !(error instanceof KeyturnError)) throw error;
			leftOut(error, index);
		}
	}
	return opened;
}

function targetDriver({ drivers, name }: Session, kind: string): TargetDriver {
	const driver = Object.hasOwn(drivers.targets, kind) ? drivers.targets[kind] : undefined;
	if (driver === undefined)
		throw new KeyturnError('BAD_INPUT', name, `this version of Keyturn does not know the target ${kind}`);
	return driver;
}

/** What a target was given last, if that was the value with this fingerprint: a receipt proves nothing of another. */
export function receiptFor({ receipts }: Document, index: number, fingerprint: string): string | null {
	return receipts.find((each) => each.target === index && each.fingerprint === fingerprint)?.receipt ?? null;
}

/** Keeps the receipt of the newest value; the one before is worth nothing from now on. */
export function keepReceipt(draft: Document, index: number, fingerprint: string, receipt: string): void {
	draft.receipts = draft.receipts.filter(({ target }) => target !== index);
	draft.receipts.push({ target: index, fingerprint, receipt });
}

export interface TargetFindings {
	readonly steps: readonly string[];
	readonly warnings: readonly string[];
}

/** The targets before a rotation: allowed origins, admin credentials of their own, and rights, with reads alone. */
export async function checkTargets(
	session: Session,
	current: Entry | null,
	emergency: boolean,
): Promise<TargetFindings> {
	const steps: string[] = [];
	const warnings: string[] = [];
	const binding = current?.value.origins ?? (await session.binding());
	const entry = session.vault.describe('value', session.name);
	const warn = ({ message }: KeyturnError) => {
		warnings.push(`${message}. The emergency goes on without it.`);
	};
	for (const { target, admin } of await openTargets(session, emergency ? warn : undefined)) {
		const { title, valueOrigin, adminOrigin } = target;
		try {
			if (valueOrigin !== null) requireOrigin(entry, binding, valueOrigin, session.vault.origin);
			if (admin !== null) requireOrigin(admin.label, admin.origins, adminOrigin, session.vault.origin);
			if (
				admin !== null &&
				current !== null &&
				session.fingerprint(admin) === session.fingerprint(current.value)
			)
				throw new KeyturnError(
					'ADMIN_IS_KEY',
					title,
					'its admin credential is the key that is to be rotated',
				);
			steps.push(stepOf(target, emergency));
			warnings.push(...(await target.check()));
			if (!emergency && session.document.record.smoke === null) warnings.push(...(await untried(target)));
		} catch (error) {
			// A leaked key does not live on because of a place that cannot be asked.
			if (!emergency || !(error instanceof KeyturnError)) throw error;
			warn(error);
		}
	}
	return { steps, warnings };
}

/** Nothing would notice that the new value does not work there. An emergency tries nothing out in any case. */
async function untried(target: Target): Promise<readonly string[]> {
	if (target.works === undefined) return [];
	const next = 'Register the key with a smoke test to have it tried before the old key goes.';
	try {
		if ((await target.works()) !== null) return [];
		return [`${target.title} has no test of its own, so the new value is put there and not tried. ${next}`];
	} catch (error) {
		if (!isUnknownOutcome(error) && !hasCode(error, 'RATE_LIMITED')) throw error;
		return [`Whether ${target.title} has a test of its own could not be seen. ${next}`];
	}
}

function stepOf({ title, valueOrigin, when }: Target, emergency: boolean): string {
	if (when === 'emergency' && !emergency)
		return `Leave ${title} alone: it reads the new value within its Cache Time`;
	return valueOrigin === null
		? `Tell ${title} of the new value, which itself is not sent, and wait until it has it`
		: `Send the new value to ${title}, and check that it holds it`;
}

/** What does not recover by itself when the old key dies at once, as far as the targets can tell. */
export async function breaksOf(session: Session): Promise<readonly string[]> {
	const found: string[] = [];
	const leftOut = ({ message }: KeyturnError) => {
		found.push(`A target cannot be asked: ${message}. What uses the old key there fails`);
	};
	for (const { target } of await openTargets(session, leftOut)) {
		try {
			if (target.breaks === undefined) await target.check();
			else found.push(...(await target.breaks()));
		} catch (error) {
			if (!(error instanceof KeyturnError)) throw error;
			// What could not be looked at is not said to be whole.
			const why = isUnknownOutcome(error) ? 'it did not answer' : error.message;
			found.push(`What depends on ${target.title} could not be looked for: ${why}`);
		}
	}
	return found;
}
