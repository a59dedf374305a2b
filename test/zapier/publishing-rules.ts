// Zapier's checks that are pure functions of an app's definition.
// Source: https://docs.zapier.com/integrations/publish/integration-checks-reference

import { fixedNote } from '../../zapier-app/src/inputs';

interface Field {
	key: string;
	label?: string;
	helpText?: string;
	type?: string;
	required?: boolean;
	dynamic?: string;
	primary?: boolean;
	children?: Field[];
}

interface Operation {
	key: string;
	noun: string;
	display: { label: string; description: string; hidden?: boolean };
	operation: {
		type?: string;
		inputFields?: Field[];
		outputFields?: Field[];
		sample?: Record<string, unknown>;
	};
}

export interface Definition {
	platformVersion: string;
	flags: Record<string, boolean>;
	authentication: { fields: Field[]; connectionLabel: string; type: string };
	triggers: Record<string, Operation>;
	searches: Record<string, Operation>;
	creates: Record<string, Operation>;
}

interface Rule {
	/** What is wrong, nothing when it holds. */
	readonly holds: (definition: Definition) => string[];
	/** Breaks the rule in one place. */
	readonly broken: (definition: Definition) => void;
}

const operations = ({ triggers, searches, creates }: Definition) => [
	...Object.values(triggers),
	...Object.values(searches),
	...Object.values(creates),
];
const visible = (definition: Definition) =>
	operations(definition).filter(({ display }) => display.hidden !== true);
const inputs = (definition: Definition) =>
	operations(definition).flatMap(({ key, operation }) =>
		(operation.inputFields ?? []).map((field) => ({ at: `${key}.${field.key}`, field })),
	);
const texts = (definition: Definition) => [
	...operations(definition).map(({ key, display }) => ({ at: key, text: display.description })),
	...inputs(definition).map(({ at, field }) => ({ at, text: field.helpText ?? '' })),
	...definition.authentication.fields.map(({ key, helpText = '' }) => ({
		at: `auth.${key}`,
		text: helpText,
	})),
];
const sampled = (definition: Definition) =>
	operations(definition).map(({ key, operation }) => ({
		key,
		fields: operation.outputFields ?? [],
		sample: operation.sample ?? {},
	}));
const wrong = <Item>(items: readonly Item[], is: (item: Item) => boolean, name: (item: Item) => string) =>
	items.filter(is).map(name);

const SMALL = new Set(['a', 'an', 'and', 'at', 'by', 'for', 'in', 'of', 'on', 'or', 'the', 'to', 'with']);
const isTitleCase = (label: string) =>
	label.split(' ').every((word, at) => (at > 0 && SMALL.has(word)) || /^[A-Z0-9]/.test(word));
const URL_TEXT = /https?:\/\/[^\s)`]+/g;
const LINK = /\[[^\]]+\]\((https?:\/\/[^\s)]+)\)/g;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?(?:Z|[+-]\d{2}:\d{2})$/;
const IS_TYPE: Readonly<Record<string, (value: unknown) => boolean>> = {
	string: (value) => typeof value === 'string',
	boolean: (value) => typeof value === 'boolean',
	integer: Number.isInteger,
	file: (value) => typeof value === 'string' && value.startsWith('https://'),
	datetime: (value) => typeof value === 'string' && ISO.test(value),
};

const first = <Value>(record: Record<string, Value>): Value => {
	const [value] = Object.values(record);
	if (value === undefined) throw new Error('there is nothing to break');
	return value;
};

function mismatches(fields: readonly Field[], sample: Readonly<Record<string, unknown>>): string[] {
	const declared = fields.map(({ key }) => key);
	return [
		...declared.filter((key) => !(key in sample)),
		...Object.keys(sample).filter((key) => !declared.includes(key)),
		...fields.flatMap(({ key, type, children }) => {
			const value = sample[key];
			if (value === undefined) return [];
			if (children !== undefined)
				return Array.isArray(value) && value.length > 0
					? value.flatMap((row: Record<string, unknown>) => mismatches(children, row))
					: [key];
			return IS_TYPE[type ?? 'string']?.(value) === true ? [] : [key];
		}),
	];
}

export const rules: Readonly<Record<string, Rule>> = {
	'D001 no input field asks for something sensitive': {
		holds: (definition) =>
			wrong(
				inputs(definition),
				({ field }) =>
					/api_?key|token|secret|password|credential|passphrase/i.test(field.key) ||
					field.type === 'password',
				({ at }) => at,
			),
		broken: ({ creates }) => creates['rotate_key']?.operation.inputFields?.push({ key: 'api_token' }),
	},
	'D002 the connection’s help has a link': {
		holds: ({ authentication }) =>
			authentication.fields.some(({ helpText = '' }) => [...helpText.matchAll(LINK)].length > 0)
				? []
				: ['authentication'],
		broken: ({ authentication }) => {
			for (const field of authentication.fields) delete field.helpText;
		},
	},
	'D003 the connection’s label is made of what the test answers, and of no secret': {
		holds: ({ authentication }) =>
			/^(?:[^{}]|\{\{(?:vault|account)\}\})+$/.test(authentication.connectionLabel) &&
			authentication.connectionLabel.includes('{{')
				? []
				: ['connectionLabel'],
		broken: ({ authentication }) => {
			authentication.connectionLabel = '{{vault}} {{bundle.authData.bootstrap_credential}}';
		},
	},
	'D004 what names a key is chosen from a list': {
		holds: (definition) =>
			wrong(
				inputs(definition),
				({ field }) => field.key === 'key' && field.dynamic === undefined,
				({ at }) => at,
			),
		broken: ({ creates }) => {
			delete creates['rotate_key']?.operation.inputFields?.[0]?.dynamic;
		},
	},
	'D005 the list is filled by a trigger that exists and has what it shows': {
		holds: (definition) =>
			inputs(definition).flatMap(({ at, field: { dynamic } }) => {
				if (dynamic === undefined) return [];
				const [trigger = '', ...fields] = dynamic.split('.');
				const sample = definition.triggers[trigger]?.operation.sample ?? {};
				return fields.length === 2 && fields.every((each) => each in sample) ? [] : [at];
			}),
		broken: ({ creates }) => {
			const field = creates['rotate_key']?.operation.inputFields?.[0];
			if (field !== undefined) field.dynamic = 'list_keys.id.title';
		},
	},
	'D007 addresses in texts are https': {
		holds: (definition) =>
			wrong(
				texts(definition),
				({ text }) => /http:\/\//.test(text),
				({ at }) => at,
			),
		broken: ({ creates }) => {
			first(creates).display.description = 'See [the page](http://example.com).';
		},
	},
	'D008 a bare address is a link or between backticks': {
		holds: (definition) =>
			wrong(
				texts(definition),
				({ text }) =>
					[
						...text
							.replace(LINK, '')
							.replace(/`[^`]*`/g, '')
							.matchAll(URL_TEXT),
					].length > 0,
				({ at }) => at,
			),
		broken: ({ creates }) => {
			first(creates).display.description = 'See https://example.com.';
		},
	},
	'D009 a search asks for something': {
		holds: ({ searches }) =>
			wrong(
				Object.values(searches),
				({ operation }) => (operation.inputFields ?? []).length === 0,
				({ key }) => key,
			),
		broken: ({ searches }) => {
			first(searches).operation.inputFields = [];
		},
	},
	'D010 primary keys are in the sample': {
		holds: (definition) =>
			sampled(definition).flatMap(({ key, fields, sample }) => {
				const primary = fields.filter((field) => field.primary === true).map((field) => field.key);
				return (primary.length === 0 ? ['id'] : primary)
					.filter((each) => !(each in sample))
					.map((each) => `${key}.${each}`);
			}),
		broken: ({ triggers }) => {
			delete triggers['key_due']?.operation.sample?.['id'];
		},
	},
	'D011 help says more than the label': {
		holds: (definition) =>
			wrong(
				inputs(definition),
				({ field }) =>
					(field.helpText ?? '').toLowerCase().replace(/\W/g, '') ===
					(field.label ?? '').toLowerCase().replace(/\W/g, ''),
				({ at }) => at,
			),
		broken: ({ creates }) => {
			const field = creates['rotate_key']?.operation.inputFields?.[0];
			if (field !== undefined) field.helpText = 'Key.';
		},
	},
	'D012 every operation has a sample': {
		holds: (definition) =>
			wrong(
				operations(definition),
				({ operation }) => Object.keys(operation.sample ?? {}).length === 0,
				({ key }) => key,
			),
		broken: ({ creates }) => {
			first(creates).operation.sample = {};
		},
	},
	'D018 labels are in Title Case': {
		holds: (definition) => [
			...wrong(
				operations(definition),
				({ display }) => !isTitleCase(display.label),
				({ key }) => key,
			),
			...wrong(
				operations(definition),
				({ noun }) => !isTitleCase(noun),
				({ key }) => `${key}.noun`,
			),
			...wrong(
				[...inputs(definition).map(({ field }) => field), ...definition.authentication.fields],
				({ label = '' }) => label === '' || !isTitleCase(label),
				({ key }) => key,
			),
			...wrong(
				sampled(definition).flatMap(({ fields }) => fields),
				({ label = '' }) => label === '' || !isTitleCase(label),
				({ key }) => key,
			),
		],
		broken: ({ creates }) => {
			first(creates).display.label = 'Rotate key';
		},
	},
	'D021 a trigger’s description says when, other descriptions say what': {
		holds: (definition) => [
			...wrong(
				Object.values(definition.triggers),
				({ display }) => !/^Triggers when .+\.$/.test(display.description),
				({ key }) => key,
			),
			...wrong(
				Object.values(definition.searches),
				({ display }) => !/^Finds .+\.$/.test(display.description) || !display.label.startsWith('Find '),
				({ key }) => key,
			),
			...wrong(
				Object.values(definition.creates),
				({ display }) => !/^[A-Z][a-z]+s .+\.$/.test(display.description),
				({ key }) => key,
			),
		],
		broken: ({ triggers }) => {
			first(triggers).display.description = 'A key is due.';
		},
	},
	'D022 a create asks for something that is always there': {
		holds: ({ creates }) =>
			wrong(
				Object.values(creates),
				({ operation }) => !(operation.inputFields ?? []).some(({ key }) => typeof key === 'string'),
				({ key }) => key,
			),
		broken: ({ creates }) => {
			first(creates).operation.inputFields = [];
		},
	},
	'D023 dates in samples have a zone': {
		holds: (definition) =>
			sampled(definition).flatMap(({ key, sample }) =>
				Object.entries(sample)
					.filter(
						([, value]) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) && !ISO.test(value),
					)
					.map(([name]) => `${key}.${name}`),
			),
		broken: ({ searches }) => {
			const { sample } = first(searches).operation;
			if (sample !== undefined) sample['sentence'] = '2030-01-31 09:00';
		},
	},
	'D024 samples are what the output fields say': {
		holds: (definition) =>
			sampled(definition).flatMap(({ key, fields, sample }) =>
				mismatches(fields, sample).map((each) => `${key}.${each}`),
			),
		broken: ({ searches }) => {
			const { sample } = searches['find_rotation']?.operation ?? {};
			if (sample !== undefined) sample['steps'] = [{ step: 'New key in use', at: 'yesterday' }];
		},
	},
	'D025 no address in a text runs something': {
		holds: (definition) =>
			wrong(
				texts(definition),
				({ text }) => /(?:javascript|data|vbscript|file):/i.test(text),
				({ at }) => at,
			),
		broken: ({ creates }) => {
			first(creates).display.description = 'Runs [this](javascript:alert).';
		},
	},
	'D026 no step asks where to send to, but for what is looked at and for what only the author says': {
		holds: (definition) =>
			wrong(
				inputs(definition),
				({ at, field }) =>
					/url|host|domain|address|endpoint|resolver|server/i.test(field.key) &&
					at !== 'check_domain.domain' &&
					!(field.helpText ?? '').endsWith(fixedNote),
				({ at }) => at,
			),
		broken: ({ creates }) =>
			creates['rotate_key']?.operation.inputFields?.push({
				key: 'host',
				label: 'Host',
				helpText: 'Where to.',
				dynamic: 'list_keys.id.name',
			}),
	},
	'D028 inputs are handed on as they are': {
		holds: ({ flags }) => (flags['cleanInputData'] === false ? [] : ['flags']),
		broken: ({ flags }) => {
			delete flags['cleanInputData'];
		},
	},
	'labels and descriptions have the length that the schema allows, and a visible one tells something': {
		holds: (definition) =>
			wrong(
				visible(definition),
				({ display }) => display.label.length > 64 || display.description.length < 20,
				({ key }) => key,
			),
		broken: ({ creates }) => {
			first(creates).display.description = 'Rotates it.';
		},
	},
};
