import { KeyturnError } from '../errors';
import { carried } from '../rotation/carry';
import type { Document } from '../rotation/document';
import { dayOf, open, type Context } from './context';
import { reportOf, type Report } from './report';
import { listedNow, type SweepFailure } from './sweep';

/** Something to tell a person once: the same fact has the same id however often it is asked for. */
export type Notice = { readonly id: string } & (Report | SweepFailure);

/** What is told of one key, or null for nothing: all of the id that follows `<key>@<version>`. */
type Ask = (document: Document, now: number) => string | null;

/** Keys whose time has come and whose rotation has not begun. */
export const dueNotices = (context: Context): Promise<Notice[]> =>
	notices(context, ({ rotation, dueAt }, now) =>
		rotation === null && dueAt <= now ? `due:${dayOf(dueAt)}` : null,
	);

/** Rotations that do not go on by themselves, or went back; and keys that cannot be read. */
export const attentionNotices = async (context: Context): Promise<Notice[]> =>
	await notices(context, stuck, true);

function stuck(document: Document): string | null {
	const { rotation, rotations, debt, last, request } = document;
	if (rotation !== null) {
		const owed = carried(document).length > 0 ? 'NOT_PROVED_DEAD' : null;
		const why = rotation.problem?.code ?? (isStuck.has(rotation.state) ? rotation.state : owed);
		return why === null ? null : `${why}:${String(rotation.number)}`;
	}
	if (request?.kind === 'emergency') return `EMERGENCY:${String(rotations)}`;
	if (debt.length > 0) return `NOT_PROVED_DEAD:${String(rotations)}`;
	return last?.outcome === 'rolled back' ? `ROLLED_BACK:${String(last.number)}` : null;
}

const isStuck: ReadonlySet<string> = new Set(['NEEDS_HUMAN', 'REVOKE_PENDING']);

/** What is found until this run's time is over; the rest is told by the next one, for nothing here is marked as told. */
async function notices(context: Context, ask: Ask, unreadable = false): Promise<Notice[]> {
	const found: Notice[] = [];
	for (const name of (await listedNow(context)).keys()) {
		try {
			const session = await open(context, name);
			const { document } = session;
			const now = session.time().earliest;
			const about = ask(document, now);
			if (about !== null)
				found.push({ id: `${name}@${document.current?.version ?? '0'}:${about}`, ...reportOf(session) });
		} catch (error) {
			if (!(error instanceof KeyturnError)) throw error;
			const { code, message: sentence, next } = error;
			if (code === 'OUT_OF_TIME' && found.length > 0) break;
			if (code === 'OUT_OF_TIME' || code === 'LOGIN_REFUSED') throw error;
			// A name without a key is a leftover of the list.
			if (!unreadable || code === 'NO_SUCH_KEY') continue;
			const today = dayOf(context.host.clock.now());
			found.push({ id: `${name}@?:${code}:${today}`, key: name, light: 'red', sentence, next });
		}
	}
	return found;
}
