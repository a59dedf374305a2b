import type { AuditEntry } from '../../entry';
import { by, DAY_MS, evidenceOf, type Look, type Rule, type Signal } from '../rule';

const failing: Readonly<Record<string, string>> = {
	'key refused': 'the new key was not as it should be',
	'roll back begun': 'it goes back to the old key',
};
const mended = new Set(['value verified', 'old key proved dead']);
const succeeded = new Set(['RotationSucceeded']);

export const rotationFailed: Rule = {
	severity: 'high',
	title: 'A rotation failed or needs a person',
	looksFor:
		'A rotation that Keyturn rolled back or that waits for a person, and one of AWS Secrets Manager’s that failed or was cancelled; until the next one works.',
	remedy: 'Open the key in Keyturn: its row says what is in the way. Mend that, then run Rotate again.',
	quiet: 30 * DAY_MS,
	judge: (look) => [...fromEntries(look), ...fromEvents(look), ...fromRows(look)].sort((a, b) => a.at - b.at),
};

const fromEntries = ({ entries }: Look): Signal[] => entries.flatMap(signalOf);

function signalOf({ kind, key, at, id, facts }: AuditEntry): Signal[] {
	if (mended.has(kind))
		return [{ state: 'off', key, at, target: key, sentence: `A rotation of ${key} came through.` }];
	if (!Object.hasOwn(failing, kind)) return [];
	const why = facts['why'] ?? facts['fault'];
	const because = typeof why === 'string' ? ` ${why}` : '';
	return [
		{
			state: 'on',
			key,
			at,
			target: key,
			sentence: `The rotation of ${key} failed: ${failing[kind] ?? ''}.${because}`,
			evidence: [{ label: 'Entry', text: id }],
		},
	];
}

const fromEvents = ({ events }: Look): Signal[] =>
	events.flatMap((event): Signal[] => {
		const { source, target, operation, action, time } = event;
		if (source === 'keyturn') return [];
		const key = `${source}\n${target}`;
		if (succeeded.has(operation))
			return [{ state: 'off', key, at: time, target, sentence: `A rotation of ${target} came through.` }];
		if (action !== 'rotation failed') return [];
		return [
			{
				state: 'on',
				key,
				at: time,
				target,
				sentence: `${operation} for ${target} ${by(event)}.`,
				evidence: evidenceOf(event),
			},
		];
	});

const fromRows = ({ input }: Look): Signal[] =>
	(input.rows ?? []).map(({ name, problem }) => ({
		state: problem === null ? 'off' : 'on',
		key: `${name}\nproblem`,
		at: input.now,
		target: name,
		sentence: problem === null ? `Nothing is in the way of ${name} any more.` : `${name}: ${problem}`,
	}));
