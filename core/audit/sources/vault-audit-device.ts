import { z } from 'zod';
import { parsedJson } from '../../parsed-json';
import type { Action, AuditEvent } from '../events/event';
import { eventOf } from '../events/make';
import { takeLines } from './lines';
import type { SentSource } from './source';
import { doneBy } from './vault-audit-device-actions';

const text = z.string().max(10_000);
const maybe = text.optional().catch(undefined);

/** Of a line only these are read: the rest may hold values, and where the device is set to raw they stand there in clear. */
const line = z.object({
	type: text,
	time: text,
	error: maybe,
	auth: z.object({ display_name: maybe, entity_id: maybe, accessor: maybe }).nullish().catch(null),
	request: z.object({
		id: maybe,
		operation: text,
		path: text,
		mount_point: maybe,
		mount_type: maybe,
		remote_address: maybe,
		client_token_accessor: maybe,
		namespace: z.object({ path: maybe }).nullish().catch(null),
	}),
	response: z
		.object({
			auth: z.object({ display_name: maybe, entity_id: maybe, accessor: maybe }).nullish().catch(null),
		})
		.nullish()
		.catch(null),
});
type Line = z.output<typeof line>;
/** What the forwarder sends in the place of a line that is too long. */
const leftOut = z.object({ type: z.literal('left out'), time: text });

/**
 * The lines of an audit device of HashiCorp Vault or OpenBao, as a forwarder sends them. Of each request the answer's line
 * counts; it repeats the request. Texts that the vault has hashed (`hmac-sha256:…`) stay as they are.
 * Source: https://developer.hashicorp.com/vault/docs/audit and …/audit/schema; checked on OpenBao 2.7.2.
 */
export const vaultAuditDevice: SentSource = {
	way: 'sent',
	id: 'vault-audit-device',
	title: 'HashiCorp Vault or OpenBao Audit Device',
	docs: 'https://developer.hashicorp.com/vault/docs/audit',
	rights:
		'None in the vault. Whatever reads the device’s file sends its lines to the webhook, each batch signed with a secret that stands in the vault as well',
	promises: {
		delay: 60_000,
		kept: null,
		visible: [
			'key created',
			'key deleted',
			'secret read',
			'secret listed',
			'secret written',
			'secret deleted',
			'secret exported',
			'login',
			'audit changed',
			'other',
		],
		notVisible: [
			'Lines that were never sent or were cut out: they bear no number, so nobody sees that one is missing.',
			'What the vault does not audit: sealing and unsealing, its health, joining a cluster.',
			'Values, which the vault hashes before it writes them; each device with a salt of its own.',
			'Requests for help, which bear no id.',
		],
	},
	fields: [],
	take(lines, at) {
		const asked = new Set<string>();
		let withoutId = 0;
		const batch = takeLines(lines, at, (raw) => {
			const json = parsedJson(raw);
			const missing = leftOut.safeParse(json);
			const leftOutAt = missing.success ? Date.parse(missing.data.time) : NaN;
			if (!Number.isNaN(leftOutAt)) return { leftOutAt };
			const parsed = line.safeParse(json);
			if (!parsed.success || Number.isNaN(Date.parse(parsed.data.time))) return 'unread';
			const { id = '' } = parsed.data.request;
			if (id === '') withoutId += 1;
			else if (parsed.data.type === 'request') asked.add(id);
			else if (parsed.data.type === 'response') return eventOfLine(raw, id, parsed.data);
			return 'no event';
		});
		for (const { id } of batch.events) asked.delete(id);
		return {
			...batch,
			notVisible: [
				...batch.notVisible,
				...counted(withoutId, 'without an id (help): left out'),
				...counted(asked.size, 'without its answer: still under way, or the line comes with another batch'),
			],
		};
	},
};

const counted = (count: number, what: string): string[] =>
	count === 0 ? [] : [`Requests ${what}: ${count}.`];

function eventOfLine(raw: string, id: string, { time, error, auth, request, response }: Line): AuditEvent {
	const { operation, path, mount_point: mountPoint, mount_type: mountType } = request;
	const done = doneBy({ operation, path, mountPoint, mountType });
	const namespace = request.namespace?.path ?? '';
	return eventOf(raw, {
		...done,
		id,
		time: Date.parse(time),
		source: 'vault-audit-device',
		// Whoever logs in is told by the answer.
		actor: actorOf(auth) ?? actorOf(response?.auth) ?? request.client_token_accessor ?? 'nobody logged in',
		target: namespace + done.target,
		outcome: outcomeOf(error, done.action),
		from: request.remote_address ?? '',
	});
}

/** Whatever went wrong with a log-in, nobody was let in. */
function outcomeOf(error: string | undefined, action: Action): AuditEvent['outcome'] {
	if (error === undefined || error === '') return 'done';
	return action === 'login' || /permission denied/i.test(error) ? 'refused' : 'failed';
}

/** What a token is called that nobody gave a name. */
const nameless = new Set(['token', 'root']);

/** An entity stays the same over all log-ins of one app or person; a token's accessor is for those that have none. */
function actorOf(auth: Line['auth']): string | null {
	if (auth === null || auth === undefined) return null;
	const { display_name: name = '', entity_id: entity = '', accessor = '' } = auth;
	const mark = entity === '' && (name === '' || nameless.has(name)) ? accessor : entity;
	const actor = [name, mark].filter((each) => each !== '').join(' ');
	return actor === '' ? null : actor;
}
