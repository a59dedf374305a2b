import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportOf, type Export } from '../../../scripts/zapier/recipe-export';
import { defined, linkOf, recipePage } from '../../../scripts/zapier/recipe-page';
import { OWN_APP, recipes } from '../../../scripts/zapier/recipes';
import app from '../../../zapier-app/src/index';
import { faultsOf } from './check';

const FOLDER = join(__dirname, '../../../workflows/zapier');
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const exportedAs = (id: string) => JSON.parse(read(`${id}.unofficial.json`)) as Export;

test('each recipe is there as a page and as an export, and nothing else is', () => {
	const wanted = recipes.flatMap(({ id }) => [`${id}.md`, `${id}.unofficial.json`]);
	expect(readdirSync(FOLDER).sort()).toEqual(wanted.sort());
	expect(recipes.map(({ id }) => id)).toEqual([
		'rotate-due-keys-every-night',
		'monthly-credential-review-reminder',
		'check-my-domain',
		'monthly-audit-evidence',
	]);
});

describe.each(recipes)('$title', (recipe) => {
	test('page and export are made from the same source', () => {
		expect(exportedAs(recipe.id)).toEqual(exportOf(recipe));
		expect(read(`${recipe.id}.md`)).toContain(recipePage(recipe));
	});

	test('every step, field, output and sample exists in the app', () => {
		expect(faultsOf(exportedAs(recipe.id), app)).toEqual([]);
	});

	test('the page names each step as the editor does, and has its links first', () => {
		const page = read(`${recipe.id}.md`);
		for (const zap of recipe.zaps) {
			expect(page.indexOf(linkOf(zap))).toBeGreaterThan(page.indexOf(`: ${zap.title}`));
			for (const step of zap.steps)
				if (step.app === 'keyturn')
					expect(page).toContain(`**Keyturn: ${String(defined(step.type, step.action)?.display.label)}**`);
		}
		expect(page).not.toMatch(/\{\{|undefined|<your/);
	});

	test('the links hold whole steps of the same Zaps, and none behind a filter', () => {
		for (const zap of recipe.zaps) {
			const url = new URL(linkOf(zap));
			const filter = zap.steps.findIndex(({ app: name }) => name === 'filter');
			const whole = filter < 0 ? zap.steps : zap.steps.slice(0, filter);
			const actions = whole.map((_step, at) => url.searchParams.get(`steps[${String(at)}][action]`));
			expect(actions).toEqual(whole.map((step) => (step.app === 'filter' ? '' : step.action)));
			expect(url.searchParams.has(`steps[${String(whole.length)}][app]`)).toBe(false);
			const keys = [...url.searchParams.keys()].filter((key) => key.includes('[params]'));
			for (const key of keys) {
				const [, at = '', name = ''] = /^steps\[(\d+)\]\[params\]\[(\w+)\]$/.exec(key) ?? [];
				const step = whole[Number(at)];
				expect(step?.app === 'filter' ? undefined : step?.params[name]).toBe(url.searchParams.get(key));
			}
		}
	});
});

describe('a mistake is found', () => {
	type Loose = { zaps: Array<{ nodes: Record<string, Record<string, unknown>> }> };
	const spoilt = (change: (zaps: Loose['zaps']) => void) => {
		const copy = structuredClone(exportOf(recipes[0]!)) as unknown as Loose;
		change(copy.zaps);
		return faultsOf(copy as unknown as Export, app);
	};
	const node = (zaps: Loose['zaps'], id: number): Record<string, unknown> =>
		zaps.map(({ nodes }) => nodes[String(id)]).find((each) => each !== undefined)!;

	const mistakes: Readonly<Record<string, readonly [(zaps: Loose['zaps']) => void, string]>> = {
		'an action that the app has not': [
			(zaps) => void (node(zaps, 4)['action'] = 'rotate'),
			'the app has no write rotate',
		],
		'a search as an action': [
			(zaps) => void (node(zaps, 2)['type_of'] = 'write'),
			'the app has no write find_key',
		],
		'a hidden trigger': [(zaps) => void (node(zaps, 5)['action'] = 'list_keys'), 'hidden in the editor'],
		'a field that the step has not': [
			(zaps) => void (node(zaps, 4)['params'] = { key: 'x', mode: 'emergency' }),
			'it has no field mode',
		],
		'a required field left out': [(zaps) => void (node(zaps, 4)['params'] = {}), 'key is not filled in'],
		'an output that is none': [
			(zaps) => void (node(zaps, 6)['params'] = { text: '{{5__secret}}' }),
			'{{5__secret}} is no output',
		],
		'a later step': [
			(zaps) => void (node(zaps, 4)['params'] = { key: '{{6__key}}' }),
			'{{6__key}} is no earlier step',
		],
		'a step of another Zap': [
			(zaps) => void (node(zaps, 6)['params'] = { text: '{{2__key}}' }),
			'{{2__key}} is no earlier step',
		],
		'the editor’s own references': [
			(zaps) => void (node(zaps, 4)['params'] = { key: '{{=gives["2"]["key"]}}' }),
			'is no earlier step',
		],
		'a filter on what is no output': [
			(zaps) =>
				void (node(zaps, 3)['params'] = {
					filter_criteria: [{ key: '2__state', match: 'iexact', value: 'due' }],
				}),
			'{{2__state}} is no output',
		],
		'a filter without a condition': [
			(zaps) => void (node(zaps, 3)['params'] = { filter_criteria: [] }),
			'lets everything through',
		],
		'the broken chain': [(zaps) => void (node(zaps, 4)['parent_id'] = 2), 'does not follow'],
		'somebody’s connection': [
			(zaps) => void (node(zaps, 2)['authentication_id'] = 7),
			'somebody’s connection',
		],
		'an app without a version': [
			(zaps) => void (node(zaps, 1)['selected_api'] = 'ScheduleCLIAPI'),
			'no version',
		],
		'an id given twice': [(zaps) => void (node(zaps, 5)['id'] = 1), 'there twice'],
		'the end of a grace by what came in': [
			(zaps) => void Object.assign(node(zaps, 4), { action: 'retire_old_key' }),
			'cannot be taken back',
		],
		'a secret in a message': [
			(zaps) => void (node(zaps, 6)['params'] = { text: 'Authorization: Bearer abcdefghijklmnop1234567890' }),
			'looks like a secret',
		],
	};
	test.each(Object.entries(mistakes))('%s', (_name, [change, fault]) => {
		expect(spoilt(change).join('\n')).toContain(fault);
	});

	test('the control: unspoilt there is none', () => {
		expect(spoilt(() => undefined)).toEqual([]);
	});

	test('the app’s own steps are meant', () => {
		const own = Object.values(exportOf(recipes[0]!).zaps).flatMap(({ nodes }) => Object.values(nodes));
		expect(own.filter(({ selected_api: api }) => api === OWN_APP)).toHaveLength(3);
	});
});
