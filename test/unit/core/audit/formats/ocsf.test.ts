import { globSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import type { AuditEntry } from '../../../../../core/audit/entry';
import { auditEvent } from '../../../../../core/audit/events/event';
import { ocsf } from '../../../../../core/audit/formats/ocsf';
import { classes } from '../../../../../core/audit/formats/ocsf/classes';
import { ownKinds, toldActions } from '../../../../../core/audit/formats/ocsf/kinds';
import { META, alertEntry, ownEntry, places, toldEntry, viewed } from '../../../../fakes/audit/entries';
import { hostile } from '../../../../fakes/audit/hostile';
import schema from './fixtures/ocsf-1.8.0.schema.json';

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
const validators = Object.fromEntries(
	Object.entries(schema.events).map(([uid, event]) => [uid, ajv.compile({ ...event, $defs: schema.$defs })]),
);

const eventOf = (entry: AuditEntry) => JSON.parse(ocsf.open(META).line(viewed(entry))) as OcsfEvent;

interface OcsfEvent {
	readonly class_uid: number;
	readonly activity_id: number;
	readonly activity_name?: string;
	readonly type_uid: number;
	readonly status_id?: number;
	readonly severity_id: number;
	readonly entity?: { readonly type_id: number; readonly type?: string };
	readonly metadata: object;
}

/** What OCSF 1.8.0 has against an event. */
function faultsOf(event: OcsfEvent): string[] {
	const validate = validators[event.class_uid];
	if (validate === undefined) return [`no class ${event.class_uid}`];
	validate(event);
	const faults = (validate.errors ?? []).map(
		({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
	);
	if (event.type_uid !== event.class_uid * 100 + event.activity_id) faults.push('the type is another');
	if (event.activity_id === 99 && !event.activity_name) faults.push('the activity has no name');
	if (event.entity?.type_id === 99 && !event.entity.type) faults.push('the entity has no type');
	return faults;
}

const outcomes = ['done', 'refused', 'failed', 'not said', 'something else'];
const entries = [
	...Object.keys(ownKinds).map((kind) => ownEntry({ kind })),
	...['noted: anything', 'a kind of a later version', 'constructor', '__proto__'].map((kind) =>
		ownEntry({ kind }),
	),
	...[...auditEvent.shape.action.options, 'an action of a later version'].flatMap((action) =>
		outcomes.map((outcome) => toldEntry(action, { outcome })),
	),
	...['', '192.0.2.7', '2001:db8::7', '192.0.2.700', 'host.example.com', 'AWS Internal'].map((from) =>
		toldEntry('secret read', { from }),
	),
	...[null, 'yesterday', 1.5, 1e300].map((time) => toldEntry('login', { time })),
	...['info', 'low', 'medium', 'high', 'critical', 'odd'].map((severity) => alertEntry({ severity })),
	...Object.keys(toldEntry('login').facts).map((name) => toldEntry('login', { [name]: null })),
];

test('every entry is a valid event of OCSF 1.8.0', () => {
	for (const entry of entries) expect([entry, faultsOf(eventOf(entry))]).toEqual([entry, []]);
});

test('so it is with every hostile text in every place', () => {
	for (const [place, entryWith] of Object.entries(places))
		for (const [name, text] of Object.entries(hostile))
			expect([place, name, faultsOf(eventOf(entryWith(text)))]).toEqual([place, name, []]);
});

test('the check finds what is missing, unknown, of another type or not in a list', () => {
	const good = eventOf(toldEntry('secret read'));
	const without = (name: string) => ({ ...good, [name]: undefined });
	for (const bad of [
		...['actor', 'api', 'src_endpoint', 'metadata', 'time', 'severity_id', 'type_uid'].map(without),
		{ ...good, actor: {} },
		{ ...good, src_endpoint: { ip: 'host.example.com' } },
		{ ...good, time: '2030' },
		{ ...good, severity_id: 7 },
		{ ...good, activity_id: 5, type_uid: 600305 },
		{ ...good, kind: 'x' },
		{ ...good, class_uid: 3001 },
		{ ...good, metadata: { ...good.metadata, product: {} } },
		{ ...good, raw_data_hash: { value: 'x' } },
	])
		expect(faultsOf(JSON.parse(JSON.stringify(bad)) as OcsfEvent)).not.toEqual([]);
});

test('no class is used that the next version calls deprecated', () => {
	expect(schema.deprecated).toEqual(expect.arrayContaining([3001, 3005]));
	for (const { uid } of Object.values(classes)) expect(schema.deprecated).not.toContain(uid);
});

test('every kind of entry that the core writes has its class', () => {
	const root = `${__dirname}/../../../../..`;
	// Every text in the first argument, one of two kinds to choose from among them.
	const kinds = globSync('core/**/*.ts', { cwd: root })
		.flatMap((path) => [...readFileSync(`${root}/${path}`, 'utf8').matchAll(/\b(?:note|entry)\(([^,()]*)/g)])
		.flatMap(([, argument]) => [...argument!.matchAll(/['`]([^'`]+)['`]/g)].map(([, kind]) => kind!));
	expect(kinds.length).toBeGreaterThan(20);
	const fixed = kinds.filter((kind) => !kind.includes('${'));
	expect(fixed.filter((kind) => !(kind in ownKinds))).toEqual([]);
	// What people note by hand can be anything, and so is a base event.
	expect(kinds.filter((kind) => kind.includes('${')).sort()).toEqual([
		'alert ${state}',
		'event: ${action}',
		'noted: ${entry.event}',
		'zone change ${kind}',
	]);
	expect(Object.keys(toldActions).sort()).toEqual([...auditEvent.shape.action.options].sort());
});

test('says what is known and no more', () => {
	const login = eventOf(toldEntry('login', { outcome: 'refused' }));
	expect(login).toMatchObject({
		class_uid: 3002,
		activity_id: 1,
		status_id: 2,
		time: toldEntry('login').facts['time'],
		user: { name: 'arn:aws:iam::123456789012:user/ann' },
		service: { name: 'aws-cloudtrail' },
		src_endpoint: { ip: '192.0.2.7' },
		metadata: { original_event_uid: 'e-0815', logged_time: ownEntry().at, log_name: META.origin },
	});
	const unsaid = eventOf(toldEntry('secret read', { from: '', outcome: 'not said', operation: '' }));
	expect(unsaid).toMatchObject({
		class_uid: 6003,
		status_id: 0,
		src_endpoint: { name: 'not said' },
		api: { operation: 'not said' },
	});
	expect(eventOf(ownEntry({ kind: 'emergency declared' }))).toMatchObject({
		class_uid: 3004,
		activity_id: 99,
		activity_name: 'emergency declared',
		severity_id: 4,
	});
	expect(eventOf(ownEntry({ kind: 'zone change seen', key: 'example.com' }))).toMatchObject({
		entity: { type_id: 7, name: 'example.com' },
	});
	expect(eventOf(alertEntry())).toMatchObject({
		class_uid: 2004,
		activity_id: 1,
		severity_id: 4,
		severity: 'High',
		is_alert: true,
		finding_info: { uid: '7c1f', title: 'secret-read-by-someone-new', desc: 'It was read.' },
	});
	const severities = ['info', 'low', 'medium', 'high', 'critical', 'odd', 3];
	expect(severities.map((severity) => eventOf(alertEntry({ severity })).severity_id)).toEqual([
		1, 2, 3, 4, 5, 0, 0,
	]);
	expect(eventOf(toldEntry('key deleted'))).toMatchObject({ entity: { name: 'prod/summariser' } });
	expect(eventOf(ownEntry({ kind: 'noted: anything' }))).toMatchObject({
		class_uid: 0,
		category_uid: 0,
		activity_id: 99,
	});
	expect(eventOf(ownEntry({ kind: 'key created' })).status_id).toBeUndefined();
});

test('names the source’s event and time where a source told of them, and the entry’s own elsewhere', () => {
	const told = eventOf(toldEntry('key created')) as { metadata: object; actor?: object };
	expect(told.metadata).toMatchObject({ original_event_uid: 'e-0815', log_provider: 'aws-cloudtrail' });
	expect(told.metadata).toMatchObject({
		original_time: '2030-01-01T11:59:00.000Z',
		logged_time: ownEntry().at,
	});
	expect(told.actor).toEqual({ user: { name: 'arn:aws:iam::123456789012:user/ann' } });

	const own = eventOf(ownEntry()) as { metadata: object; actor?: object };
	expect(own.metadata).toMatchObject({
		original_event_uid: ownEntry().id,
		original_time: '2030-01-01T12:00:00.000Z',
	});
	expect(own.metadata).not.toHaveProperty('log_provider');
	expect(own.actor).toEqual({ app_name: 'Keyturn', user: { name: ownEntry().actor } });

	const nameless = eventOf(toldEntry('login', { eventId: '', time: 'noon' }));
	expect(nameless).toMatchObject({ time: ownEntry().at, metadata: { original_event_uid: ownEntry().id } });
	expect(eventOf(toldEntry('login', { time: 1e300 }))).toMatchObject({ time: ownEntry().at });
});
