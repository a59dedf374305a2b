import { KeyturnError } from '../../errors';
import type { HttpResponse } from '../../ports';
import type { Lock } from './store';

const DAY_MS = 86_400_000;
/** How far the store's clock and this machine's may be apart: S3 refuses requests beyond. */
const CLOCKS_APART_MS = 900_000;

interface LockSetting {
	readonly mode: string;
	readonly days: number;
}

/** What is asked for; BAD_INPUT for what is no lock. */
export function lockSetting(settings: Readonly<Record<string, string>>): LockSetting | null {
	const mode = settings['lockMode']?.trim() || 'none';
	if (mode === 'none') return null;
	if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE')
		throw new KeyturnError('BAD_INPUT', 'Lock', 'choose one from the list');
	const days = Number(settings['lockDays']?.trim() || '365');
	if (!Number.isInteger(days) || days < 1 || days > 36_500)
		throw new KeyturnError('BAD_INPUT', 'Lock Days', 'use a number of days from 1 to 36500');
	return { mode, days };
}

export const lockHeaders = (lock: LockSetting | null, now: number): Readonly<Record<string, string>> =>
	lock === null
		? {}
		: {
				'x-amz-object-lock-mode': lock.mode,
				'x-amz-object-lock-retain-until-date': new Date(now + lock.days * DAY_MS).toISOString(),
			};

/** The lock that the store shows; where one was asked for, it must be that one and last as long. */
export function lockIn({ headers }: HttpResponse, asked: LockSetting | null): Lock {
	const mode = headers['x-amz-object-lock-mode'];
	const until = Date.parse(headers['x-amz-object-lock-retain-until-date'] ?? '');
	if ((mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') || Number.isNaN(until))
		return {
			verdict: 'could not be proved',
			why: 'the store shows no lock: there is none, or the key has no right to see it (s3:GetObjectRetention)',
		};
	const written = Date.parse(headers['last-modified'] ?? '');
	const kept = asked === null || until - written >= asked.days * DAY_MS - CLOCKS_APART_MS;
	if (!kept || (asked !== null && asked.mode !== mode))
		return { verdict: 'could not be proved', why: 'the store shows another lock than was asked for' };
	return { verdict: 'verified', mode, until };
}
