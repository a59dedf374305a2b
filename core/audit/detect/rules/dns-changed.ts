import type { AuditEntry } from '../../entry';
import type { AuditEvent } from '../../events/event';
import { by, DAY_MS, evidenceOf, HOUR_MS, type Look, type Rule, type Signal } from '../rule';

/** A change that was approved may be made this much later, and told of a little before. */
const AFTER_MS = DAY_MS;
const BEFORE_MS = HOUR_MS;

const settled: Readonly<Record<string, string>> = {
	'zone change approved': 'The change was approved.',
	'zone change rejected': 'The change was rejected: see that it is undone.',
	'zone change went back': 'The zone is as it was approved again.',
	'zone change ran out': 'The change was not decided on in time.',
};

export const dnsChanged: Rule = {
	severity: 'high',
	title: 'DNS was changed and nobody has approved it',
	looksFor:
		'A change of a zone that a source tells of, without an approval in DNS Baseline in the day before; and a change that Check DNS saw itself, until somebody has decided on it.',
	remedy:
		'Open DNS Baseline and compare. Approve the change if it was intended; if not, restore the zone from its backup and change the password of whoever is named.',
	quiet: 7 * DAY_MS,
	judge: (look) =>
		[
			...look.events.filter(isChange).flatMap((event) => toldOf(event, look)),
			...look.entries.flatMap(seenHere),
		].sort((a, b) => a.at - b.at),
};

const isChange = ({ action, outcome, source }: AuditEvent): boolean =>
	action === 'dns changed' && outcome !== 'refused' && outcome !== 'failed' && source !== 'keyturn';

function toldOf(event: AuditEvent, { input }: Look): Signal[] {
	const zone = zoneOf(event, input.zones ?? []);
	const approved = input.entries.some(
		({ kind, key, at }) =>
			kind === 'zone change approved' &&
			key === zone &&
			event.time - at <= AFTER_MS &&
			at - event.time <= BEFORE_MS,
	);
	if (approved) return [];
	return [
		{
			state: 'on',
			key: zone ?? `${event.source}\n${event.target}`,
			at: event.time,
			target: zone ?? event.target,
			sentence: `${event.operation} changed ${zone ?? event.target} ${by(event)}.`,
			evidence: evidenceOf(event),
		},
	];
}

/** The watched domain that the changed name is in, the nearest where one is in another. */
function zoneOf({ target, within }: AuditEvent, zones: readonly string[]): string | undefined {
	const names = [within, target].map((name) => `.${(name ?? '').toLowerCase().replace(/\.$/, '')}`);
	const around = zones.filter((zone) => names.some((name) => name.endsWith(`.${zone}`)));
	return around.sort((a, b) => b.length - a.length)[0];
}

function seenHere({ kind, key, at, id }: AuditEntry): Signal[] {
	const evidence = [{ label: 'Entry', text: id }];
	if (kind === 'zone change seen')
		return [
			{
				state: 'on',
				key,
				at,
				target: key,
				sentence: `Check DNS saw that ${key} is not as approved.`,
				evidence,
			},
		];
	const sentence = Object.hasOwn(settled, kind) ? settled[kind] : undefined;
	return sentence === undefined ? [] : [{ state: 'off', key, at, target: key, sentence }];
}
