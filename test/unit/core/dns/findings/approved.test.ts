import type { Facts } from '../../../../../core/dns/facts';
import { notSeen, seen } from '../../../../../core/dns/finding';
import type { ApprovedState } from '../../../../../core/dns/watch/approved-state';
import type { Change } from '../../../../../core/dns/watch/compare';
import { DAY_MS, NOW, issuance, sound } from '../../../../fakes/dns/facts';
import { type Row, tried, tryRows } from './try-check';

const HOUR_MS = DAY_MS / 24;

const within = (more: Partial<ApprovedState>): Facts => ({
	...sound,
	approvedState: seen({ changes: [], unseen: [], unapproved: [], ...more }),
});
const change = (more: Partial<Change>): Change => ({
	kind: 'mx',
	name: 'example.com',
	type: 'MX',
	before: ['10 a.example'],
	after: ['10 b.example'],
	severity: 'high',
	...more,
});
const changed = (more: Partial<Change>) => within({ changes: [change(more)] });
const unseen = (kind: Change['kind']) =>
	within({ unseen: [{ kind, name: 'example.com', type: kind, why: 'no answer' }] });
const gone = { after: [] };
const status: Partial<Change> = { kind: 'statuses', type: 'status at the registry', before: ['locked'] };
const never = { before: null };

const blind: Facts = { ...sound, approvedState: notSeen('no answer') };
const nobody: Facts = { ...sound, approvedState: seen(null) };

const issued = (from: number, facts: Facts, more: object = {}): Facts => ({
	...facts,
	certificates: {
		...sound.certificates,
		issued: seen({ issuances: [{ ...issuance, from, ...more }], complete: true, cursor: '1' }),
	},
});
const since = within({ unapproved: [{ from: NOW - DAY_MS, until: null }] });

const rows: Row[] = [
	['CHG-01', 'as approved', sound, 'fine'],
	[
		'CHG-01',
		'another mail server',
		changed({}),
		[['high', /MX of example.com: 10 a.example, now 10 b.example/]],
	],
	['CHG-01', 'other name servers', changed({ kind: 'ns', severity: 'critical' }), [['critical', /now/]]],
	['CHG-01', 'one that is gone', changed(gone), 'fine'],
	['CHG-01', 'at the registry', changed(status), 'fine'],
	['CHG-01', 'never approved', changed(never), 'not checked'],
	['CHG-01', 'not looked at', unseen('mx'), 'not checked'],
	['CHG-01', 'the registry was not looked at', unseen('registrar'), 'fine'],
	['CHG-01', 'nobody could look', blind, 'not checked'],
	['CHG-01', 'nothing was approved', nobody, 'not checked'],

	['CHG-02', 'as approved', sound, 'fine'],
	['CHG-02', 'gone', changed(gone), [['high', /10 a.example, now none/]]],
	['CHG-02', 'another', changed({}), 'fine'],
	['CHG-02', 'gone at the registry', changed({ ...status, ...gone }), 'fine'],
	['CHG-02', 'not looked at', unseen('mx'), 'not checked'],
	['CHG-02', 'nobody could look', blind, 'not checked'],
	['CHG-02', 'nothing was approved', nobody, 'not checked'],

	['REG-06', 'as approved', sound, 'fine'],
	['REG-06', 'another status', changed({ ...status, after: ['active'] }), [['high', /locked, now active/]]],
	['REG-06', 'gone', changed({ ...status, ...gone, severity: 'critical' }), [['critical', /now none/]]],
	['REG-06', 'DNS', changed({}), 'fine'],
	['REG-06', 'not told when it was approved', changed({ ...status, ...never }), 'not checked'],
	['REG-06', 'not looked at', unseen('registrar'), 'not checked'],
	['REG-06', 'DNS was not looked at', unseen('mx'), 'fine'],
	['REG-06', 'nobody could look', blind, 'not checked'],
	['REG-06', 'nothing was approved', nobody, 'not checked'],

	['CT-04', 'no change', issued(NOW - DAY_MS, sound), 'fine'],
	[
		'CT-04',
		'right after a change',
		issued(NOW, since),
		[['critical', /change seen on 2029-12-31; Example CA/]],
	],
	['CT-04', 'before it was found', issued(NOW - 4 * DAY_MS, since), [['critical', /Example CA/]]],
	['CT-04', 'long before it', issued(NOW - 4 * DAY_MS - HOUR_MS, since), 'fine'],
	[
		'CT-04',
		'in a change that went back',
		issued(
			NOW - 20 * DAY_MS,
			within({ unapproved: [{ from: NOW - 20 * DAY_MS, until: NOW - 19 * DAY_MS }] }),
		),
		[['critical', /2029-12-12/]],
	],
	['CT-04', 'revoked', issued(NOW, since, { revoked: true }), 'fine'],
	[
		'CT-04',
		'nobody could read the logs',
		{ ...since, certificates: { ...sound.certificates, issued: notSeen('429') } },
		'not checked',
	],
	[
		'CT-04',
		'not all was read',
		{
			...since,
			certificates: { ...sound.certificates, issued: seen({ issuances: [], complete: false, cursor: '1' }) },
		},
		'not checked',
	],
	['CT-04', 'not all was looked at', unseen('ns'), 'not checked'],
	['CT-04', 'nobody could look', blind, 'not checked'],
	['CT-04', 'nothing was approved', nobody, 'not checked'],
];

tryRows(rows);

it.each(['CHG-01', 'CHG-02', 'REG-06', 'CT-04'] as const)('%s says what to do before it can look', (id) => {
	expect(tried(id, nobody)).toContain('approve the state of this domain first');
});
