import { KeyturnError } from '../errors';
import type { Context } from './context';
import { open } from './context';
import { reportOf, type Report } from './report';

export interface Status extends Report {
	/** When a sweep last ran, ISO 8601, or null when none ever did. */
	readonly lastSweepAt: string | null;
	readonly sweeps: 'nightly workflow active' | 'nightly workflow not active';
}

/** A night and an hour: a daily workflow that is on has run within this. */
const SWEEP_AGE_MS = 25 * 3_600_000;

/** One key as it stands, and whether anything looks after it at night. */
export async function status(context: Context, name: string): Promise<Status> {
	const session = await open(context, name);
	const at = await context.vault.readHeartbeat();
	const { earliest } = session.time();
	return {
		...reportOf(session),
		lastSweepAt: at === null ? null : new Date(at).toISOString(),
		sweeps:
			at !== null && earliest - at <= SWEEP_AGE_MS
				? 'nightly workflow active'
				: 'nightly workflow not active',
	};
}

export interface Unreadable {
	readonly key: string;
	readonly light: 'red';
	readonly sentence: string;
	readonly next: string;
}

/** Every registered key, `limit` at most. A document that cannot be trusted is listed as such. */
export async function list(context: Context, limit: number): Promise<ReadonlyArray<Report | Unreadable>> {
	const found: (Report | Unreadable)[] = [];
	for (const name of (await names(context)).slice(0, limit)) {
		try {
			const session = await open(context, name);
			found.push(reportOf(session));
		} catch (error) {
			if (!(error instanceof KeyturnError) || error.code === 'LOGIN_REFUSED') throw error;
			found.push({ key: name, light: 'red', sentence: error.message, next: error.next });
		}
	}
	return found;
}

/** The names of all registered keys, for lists to pick from. */
export async function names(context: Context): Promise<string[]> {
	return (await context.vault.listDocuments()).sort();
}

/** The names of the admin credentials in the vault, for lists to pick from. */
export async function admins({ vault }: Context): Promise<string[]> {
	return (await vault.listAdmins()).sort();
}
