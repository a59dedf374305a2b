import { z } from 'zod';
import type { Action, AuditEvent } from '../events/event';
import { eventOf } from '../events/make';

const text = z.string().max(2_000);
/** What cannot be read is left out, so that an unusual member never costs the event. */
const maybe = text.optional().catch(undefined);
const named = z.object({ id: maybe }).optional().catch(undefined);
const user = z.object({ id: maybe, email: maybe }).optional().catch(undefined);

/** One entry of the log; what happened to what stands in a member that is called by the entry's type. */
export const entryShape = z
	.object({
		id: text,
		type: text,
		/** Seconds since 1970. */
		effective_at: z.number().int().nonnegative().max(100_000_000_000),
		project: named,
		actor: z
			.object({
				session: z.object({ user, ip_address: maybe }).optional().catch(undefined),
				api_key: z.object({ id: maybe, user, service_account: named }).optional().catch(undefined),
			})
			.nullish()
			.catch(null),
	})
	.passthrough();
type Entry = z.output<typeof entryShape>;

interface Meaning {
	readonly action: Action;
	readonly outcome?: AuditEvent['outcome'];
	/** Whether it is about something in the project that is named: keys alone are. */
	readonly inProject?: true;
}

/**
 * What is asked for, and what it means. A service account or a project that is gone takes its keys with it.
 * Source: the types of https://platform.openai.com/docs/api-reference/audit-logs/object.
 */
export const types: Readonly<Record<string, Meaning>> = {
	'api_key.created': { action: 'key created', inProject: true },
	'api_key.updated': { action: 'key changed', inProject: true },
	'api_key.deleted': { action: 'key deleted', inProject: true },
	'service_account.created': { action: 'key created' },
	'service_account.updated': { action: 'key changed' },
	'service_account.deleted': { action: 'key deleted' },
	'project.archived': { action: 'key deleted' },
	'project.deleted': { action: 'key deleted' },
	'certificate.created': { action: 'certificate changed' },
	'certificate.deleted': { action: 'certificate changed' },
	'certificates.activated': { action: 'certificate changed' },
	'certificates.deactivated': { action: 'certificate changed' },
	'login.succeeded': { action: 'login' },
	'login.failed': { action: 'login', outcome: 'refused' },
	'ip_allowlist.config.deactivated': { action: 'other' },
	'role.assignment.created': { action: 'other' },
	'user.added': { action: 'other' },
};

/** An entry of the log in our shape. Of its details only the id is read: others may hold what somebody typed. */
export function openaiEvent(entry: Entry): AuditEvent {
	const { id, type, effective_at: at, project, actor } = entry;
	const meaning = Object.hasOwn(types, type) ? types[type] : undefined;
	const within = meaning?.inProject === true ? project?.id : undefined;
	return eventOf(JSON.stringify(entry), {
		id,
		time: at * 1_000,
		source: 'openai',
		action: meaning?.action ?? 'other',
		operation: type,
		actor: actorOf(actor) ?? 'not said',
		target: named.parse(entry[type])?.id ?? '',
		...(within === undefined ? {} : { within }),
		outcome: meaning?.outcome ?? 'done',
		from: actor?.session?.ip_address ?? '',
	});
}

function actorOf(actor: Entry['actor']): string | undefined {
	const { session, api_key: key } = actor ?? {};
	return session?.user?.email ?? session?.user?.id ?? key?.service_account?.id ?? key?.user?.email ?? key?.id;
}
