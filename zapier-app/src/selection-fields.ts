import type { Bundle } from 'zapier-platform-core';
import { ownKinds } from '../../core/audit/formats/ocsf/kinds';
import { askedSelection } from '../../core/audit/log/asked-selection';
import type { Selection } from '../../core/audit/log/select';
import { refuseSecret } from '../../core/secret-shapes';
import { given } from './inputs';

const from = {
	key: 'from',
	label: 'From',
	type: 'datetime',
	placeholder: 'e.g. 2026-11-01T00:00:00Z',
	helpText:
		'The first moment of the period; empty for the beginning of the log. Older entries that came in after the export of their own time are exported as well.',
} as const;

const to = {
	key: 'to',
	label: 'To',
	type: 'datetime',
	placeholder: 'e.g. 2026-12-01T00:00:00Z',
	helpText: 'The end of the period; empty for now. What happened at this moment or later is left out.',
} as const;

const kinds = {
	key: 'kinds',
	label: 'Kinds',
	type: 'string',
	list: true,
	choices: Object.fromEntries(
		Object.keys(ownKinds)
			.sort()
			.map((kind) => [kind, kind]),
	),
	helpText: 'Only entries of these kinds; none chosen means all.',
} as const;

const subjects = {
	key: 'subjects',
	label: 'Subjects',
	type: 'string',
	placeholder: 'e.g. marketing-summariser.openai, example.org',
	helpText: 'Only entries about these keys or zones, separated by commas; empty means all.',
} as const;

export const selectionFields = [from, to, kinds, subjects];

/** Which entries are wanted. Earlier steps may say: what was left out is told by the numbers and stands in the log. */
export const selectionOf = (bundle: Bundle): Selection =>
	askedSelection({
		from: given(bundle, from),
		to: given(bundle, to),
		kinds: kindsOf(bundle.inputData[kinds.key]),
		subjects: given(bundle, subjects),
	});

function kindsOf(chosen: unknown): string[] {
	const list: readonly unknown[] = Array.isArray(chosen) ? chosen : [chosen];
	return list
		.filter((kind): kind is string => typeof kind === 'string' && kind.trim() !== '')
		.map((kind) => refuseSecret(kind.trim(), kinds.label));
}
