import { createHash } from 'node:crypto';
import type { AuditEntry } from '../entry';
import type { AuditFormat, ViewedEntry, ViewMeta } from './format';
import { leafHashHex } from './leaf-hash';
import { activityIds, classes, type EventClass, membersOf } from './ocsf/classes';
import { type Meaning, ownKinds, toldActions } from './ocsf/kinds';
import { plainJson } from './plain-json';
import { timeShown } from './time-shown';
import { type ToldEvent, toldEvent } from './told-event';

/** Open Cybersecurity Schema Framework 1.8.0 (schema.ocsf.io), an event a line. */
export const ocsf: AuditFormat = {
	title: 'OCSF 1.8',
	fileName: 'audit-log.ocsf.jsonl',
	mediaType: 'application/jsonl',
	exact: false,
	open: (meta) => ({ head: '', line: (viewed) => `${plainJson(eventOf(meta, viewed))}\n` }),
};

const statuses: Readonly<Record<string, { status_id: number; status: string }>> = {
	done: { status_id: 1, status: 'Success' },
	refused: { status_id: 2, status: 'Failure' },
	failed: { status_id: 2, status: 'Failure' },
};
const UNSAID = { status_id: 0, status: 'Unknown' };

const severities = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical'];

/** An alert's severity stands in its facts; else the table has it. */
function severityOf(meaning: Meaning | null, { facts }: AuditEntry): number {
	if (meaning?.class === 'entity') return meaning.severity ?? 1;
	const { severity } = facts;
	const known =
		typeof severity === 'string' ? ['info', 'low', 'medium', 'high', 'critical'].indexOf(severity) : -1;
	return meaning?.class === 'finding' ? known + 1 : 1;
}

function eventOf(meta: ViewMeta, viewed: ViewedEntry): object {
	const { entry, bytes } = viewed;
	const told = toldEvent(entry);
	const meaning = meaningOf(entry.kind, told);
	const severity = severityOf(meaning, entry);
	return {
		...nameOf(meaning, entry.kind),
		severity_id: severity,
		severity: severities[severity],
		time: told?.time ?? entry.at,
		message: entry.kind,
		...(told === null ? {} : { ...(statuses[told.outcome] ?? UNSAID), status_detail: told.outcome }),
		...(meaning === null ? {} : membersOf(meaning, entry, told)),
		metadata: metadataOf(meta, viewed, told),
		raw_data_hash: {
			algorithm_id: 3,
			algorithm: 'SHA-256',
			value: createHash('sha256').update(bytes).digest('hex'),
		},
		raw_data_size: bytes.length,
		// All of the entry that has no member of its own, so that nothing is lost but what the schema has no form for.
		unmapped: { entry: entry.id, kind: entry.kind, key: entry.key, actor: entry.actor, facts: entry.facts },
	};
}

function meaningOf(kind: string, told: ToldEvent | null): Meaning | null {
	const [table, name] = told === null ? [ownKinds, kind] : [toldActions, told.action];
	return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}

/** Class and activity by number and by name, as OCSF has them side by side. */
function nameOf(meaning: Meaning | null, kind: string): object {
	const { uid, name, category, categoryName }: EventClass = classes[meaning?.class ?? 'base'];
	const activity = meaning?.activity ?? 'Other';
	const activityId = activityIds[activity];
	return {
		class_uid: uid,
		class_name: name,
		category_uid: category,
		category_name: categoryName,
		activity_id: activityId,
		activity_name: activity === 'Other' && kind !== '' ? kind : activity,
		type_uid: uid * 100 + activityId,
		type_name: `${name}: ${activity}`,
	};
}

/** The leaf's hash and index lead back to the log; the source's own id leads to the source. */
function metadataOf(
	{ origin, version }: ViewMeta,
	{ index, bytes, entry }: ViewedEntry,
	told: ToldEvent | null,
): object {
	const shown = timeShown(told?.time ?? entry.at);
	return {
		version: '1.8.0',
		product: { name: 'Keyturn', vendor_name: 'Keyturn', version },
		log_name: origin,
		uid: leafHashHex(bytes),
		sequence: index,
		original_event_uid: told === null || told.eventId === '' ? entry.id : told.eventId,
		...(shown === null ? {} : { original_time: shown }),
		...(told === null ? {} : { log_provider: told.source, logged_time: entry.at }),
	};
}
