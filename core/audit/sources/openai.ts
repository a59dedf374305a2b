import { z } from 'zod';
import { KeyturnError } from '../../errors';
import { bearer, failure, read, send } from '../../http';
import { baseAddress } from '../../names';
import { adminOf, setting } from '../../providers/settings';
import { readCursor } from './cursor';
import { entryShape, openaiEvent, types } from './openai-events';
import { cutKnown, Known, knownShape, MOST_KNOWN, OVERLAP_MS } from './overlap';
import type { Gap, ReadSource } from './source';
import type { AuditEvent } from '../events/event';

const PAGE = 100;
const PAGES_A_READ = 20;
const FIRST_MS = 86_400_000;

const page = z.object({
	data: z.array(entryShape).max(1_000),
	has_more: z.boolean(),
	last_id: z.string().min(1).max(200).nullish(),
});
const whole = z.number().int().nonnegative();
const cursorShape = z.object({
	v: z.literal(1),
	/** Up to then, in ms, everything was read. */
	from: whole,
	/** What is being read: up to when in ms, and after which entry. */
	window: z.object({ to: whole, after: z.string().min(1).max(200) }).nullable(),
	known: knownShape.max(MOST_KNOWN),
});
type Cursor = z.output<typeof cursorShape>;

/**
 * The audit log of an organization at OpenAI.
 * Source: https://platform.openai.com/docs/api-reference/audit-logs/list (a page of up to 100 after an entry, times in
 * seconds; its order is not promised, so each look reads all of its time). Not tried on the live service.
 */
export const openai: ReadSource<'address'> = {
	way: 'read',
	id: 'openai',
	title: 'OpenAI Audit Log',
	docs: 'https://platform.openai.com/docs/api-reference/audit-logs',
	rights:
		'An admin key of the organization that may read audit logs, and an owner who has switched audit logging on in the organization’s data controls',
	promises: {
		delay: OVERLAP_MS,
		kept: null,
		visible: ['key created', 'key changed', 'key deleted', 'certificate changed', 'login', 'other'],
		notVisible: [
			'What was done while audit logging was switched off, and whether it is on: an empty log says neither.',
			'Whose service account a new key is: the log names its project alone.',
			'Keys that somebody else makes with an admin key: OpenAI books what admin keys do under the default project.',
			'Admin keys of the organization that were made or deleted.',
			'What a key was used for: the log has changes and log-ins.',
		],
	},
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'Where the API is, for a proxy of your own',
			default: 'https://api.openai.com/v1',
		},
	],
	open(settings, admin, host) {
		const base = baseAddress(setting(settings, 'address', 'Address'), 'Address');
		const secret = adminOf(admin, 'OpenAI');
		const where = 'OpenAI (audit log)';

		async function lookUp(from: number, to: number, after: string | null) {
			const query = [
				`effective_at[gte]=${String(Math.floor(from / 1_000))}`,
				`effective_at[lte]=${String(Math.ceil(to / 1_000))}`,
				...Object.keys(types).map((each) => `event_types[]=${each}`),
				`limit=${String(PAGE)}`,
				...(after === null ? [] : [`after=${encodeURIComponent(after)}`]),
			];
			const response = await send(host, {
				where,
				method: 'GET',
				url: `${base}/organization/audit_logs?${query.join('&').replaceAll('[', '%5B').replaceAll(']', '%5D')}`,
				headers: { authorization: bearer(secret) },
			});
			if (response.status !== 200) throw failure(response, where);
			return { ...read(response, page, where), date: Date.parse(response.headers['date'] ?? '') };
		}

		return {
			origin: new URL(base).origin,
			async read(cursor, until) {
				const at: Cursor =
					cursor === null
						? { v: 1, from: until - FIRST_MS, window: null, known: [] }
						: readCursor(cursor, cursorShape, where);
				// A clock that went back since the last read asks for nothing new.
				let to = at.window?.to ?? Math.max(until, at.from);
				let after = at.window?.after ?? null;
				const known = new Known(at.known);
				const events: AuditEvent[] = [];
				const gaps: Gap[] = [];
				let more = true;
				for (let turn = 0; more && turn < PAGES_A_READ; turn++) {
					const got = await lookUp(at.from - OVERLAP_MS, to, after);
					// Nothing later than the server's own time can have been read. NaN when it did not say.
					if (after === null && got.date < to) to = Math.max(got.date, at.from);
					for (const entry of got.data) {
						const event = openaiEvent(entry);
						if (known.isNew(event)) events.push(event);
					}
					more = got.has_more;
					const last = got.last_id ?? null;
					if (more && (last === null || last === after))
						throw new KeyturnError('UNEXPECTED_ANSWER', where, 'the list does not end');
					after = last;
				}
				const cut = cutKnown(
					known.keep((second) => second * 1_000 >= to - OVERLAP_MS),
					to,
				);
				if (cut.gap !== undefined) gaps.push(cut.gap);
				const next: Cursor = {
					v: 1,
					from: more ? at.from : to,
					window: more && after !== null ? { to, after } : null,
					known: cut.known,
				};
				return {
					events: events.sort((a, b) => a.time - b.time),
					gaps,
					notVisible: [],
					cursor: JSON.stringify(next),
					readTo: next.from,
					more,
				};
			},
		};
	},
};
