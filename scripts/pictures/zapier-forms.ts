import app from '../../zapier-app/src/index';

/** What Zapier's editor shows of a field, as the app's definition has it. */
interface Field {
	readonly key: string;
	readonly label?: string;
	readonly helpText?: string;
	readonly required?: boolean;
	readonly type?: string;
	readonly choices?: Readonly<Record<string, string>>;
	readonly default?: string;
	/** Whether any number of the choices may be taken. */
	readonly list?: boolean;
	readonly dynamic?: string;
	readonly placeholder?: string;
	readonly children?: readonly Field[];
}

interface Step {
	readonly display: { readonly label: string; readonly description: string; readonly hidden?: boolean };
	readonly operation: {
		readonly inputFields?: readonly Field[];
		readonly outputFields?: readonly Field[];
		readonly sample?: Readonly<Record<string, unknown>>;
	};
}

const kinds = { triggers: 'Trigger', searches: 'Search', creates: 'Action' } as const;

/** A page for each form of the app, by the name of its picture: everything on it is from the app's definition. */
export function forms(): Readonly<Record<string, string>> {
	const steps = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((group) =>
		Object.entries(app[group] as unknown as Record<string, Step>)
			.filter(([, { display }]) => display.hidden !== true)
			.map(([key, step]) => [`zapier-${key.replaceAll('_', '-')}`, stepForm(kinds[group], step)]),
	);
	return {
		'zapier-connection': page(
			'Connection',
			'Keyturn',
			'Asked once, when you connect your vault.',
			(app.authentication.fields as readonly Field[]).map(input).join(''),
		),
		...(Object.fromEntries(steps) as Record<string, string>),
	};
}

function stepForm(kind: string, { display, operation }: Step): string {
	const { inputFields = [], outputFields = [], sample = {} } = operation;
	return page(
		kind,
		display.label,
		display.description,
		`${inputFields.map(input).join('')}<h2>${inputFields.length === 0 ? 'It asks for nothing. ' : ''}What later steps can use</h2>
		<table>${outputFields.flatMap((field) => outputs(field, sample[field.key])).join('')}</table>`,
	);
}

function input(field: Field): string {
	const { label, key, helpText = '', required = false, type, choices, dynamic, placeholder = '' } = field;
	const first = firstChoice(field);
	const chosen =
		first ??
		(field.list === true
			? 'Choose any number'
			: dynamic === undefined
				? placeholder
				: 'Choose from your keys');
	const list = choices !== undefined || dynamic !== undefined;
	const box = `<div class="box ${list ? 'list' : ''} ${first === undefined ? 'empty' : ''}">${escaped(chosen)}${type === 'password' ? '<i>hidden as you type</i>' : ''}</div>`;
	return `<section><b>${escaped(label ?? key)}</b>${required ? '<em>required</em>' : ''}${box}${markdown(helpText)}</section>`;
}

/** What stands in a list before anybody chose. */
function firstChoice({ choices = {}, default: preset, list }: Field): string | undefined {
	if (list === true) return undefined;
	return preset === undefined ? Object.values(choices)[0] : choices[preset];
}

/** As much of a sample as a picture has room for. */
const LONGEST_SAMPLE = 300;

function outputs({ key, label, children }: Field, sample: unknown): string[] {
	if (children === undefined) {
		const text = typeof sample === 'string' ? sample : JSON.stringify(sample ?? '');
		const cut = text.length > LONGEST_SAMPLE ? `${text.slice(0, LONGEST_SAMPLE)}…` : text;
		return [`<tr><td>${escaped(label ?? key)}</td><td>${escaped(cut)}</td></tr>`];
	}
	const [row] = (sample ?? []) as ReadonlyArray<Readonly<Record<string, unknown>>>;
	return children.flatMap((child) =>
		outputs({ ...child, label: `${label ?? key}: ${child.label ?? child.key}` }, row?.[child.key]),
	);
}

/** As much of Markdown as the help texts use. */
function markdown(text: string): string {
	const inline = (line: string) =>
		escaped(line)
			.replace(/`([^`]+)`/g, '<code>$1</code>')
			.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '<a href="$2">$1</a>');
	const html = text
		.split('\n')
		.map((line) => (line.startsWith('- ') ? `<li>${inline(line.slice(2))}</li>` : `<p>${inline(line)}</p>`));
	return html.join('').replace(/(<li>.*<\/li>)/, '<ul>$1</ul>');
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);

const page = (
	kind: string,
	title: string,
	text: string,
	body: string,
) => `<!doctype html><meta charset="utf-8">
<style>
	:root { color-scheme: light dark; --line: light-dark(#cfd3da, #4a4e57); --soft: light-dark(#5c6370, #a3a9b5) }
	body { margin: 0; padding: 24px; width: 720px; font: 15px/1.5 sans-serif; background: light-dark(#fff, #16181d); color: light-dark(#1c1f24, #e8eaee) }
	small { color: var(--soft); text-transform: uppercase; letter-spacing: .06em }
	h1 { margin: 0; font-size: 24px } h1 + p { margin: 4px 0 20px; color: var(--soft) }
	h2 { margin: 24px 0 8px; font-size: 15px }
	section { margin: 0 0 18px }
	em { margin-left: 8px; color: light-dark(#b3261e, #ff9b93); font-style: normal; font-size: 13px }
	.box { margin: 6px 0; padding: 9px 12px; min-height: 22px; border: 1px solid var(--line); border-radius: 6px }
	.box.empty { color: var(--soft) } .list::after { content: "▾"; float: right } i { color: var(--soft) }
	section p, section ul { margin: 2px 0; color: var(--soft); font-size: 14px } ul { padding-left: 20px }
	code { padding: 1px 4px; border-radius: 4px; background: light-dark(#eef0f3, #2a2e36) } a { color: light-dark(#0b57d0, #8ab4f8) }
	table { border-collapse: collapse; width: 100%; font-size: 14px } td { padding: 5px 8px; border-top: 1px solid var(--line); vertical-align: top }
	td:first-child { width: 34%; color: var(--soft) } td:last-child { overflow-wrap: anywhere }
	footer { margin-top: 20px; color: var(--soft); font-size: 12px }
</style><small>${kind}</small><h1>${escaped(title)}</h1><p>${escaped(text)}</p>${body}
<footer>Rendered from the app’s definition, with its samples. Not a screenshot of Zapier.</footer>`;
