import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowFile } from '../../../demo/n8n/engine';
import { registration } from '../../../demo/play/preparations';
import { CREDENTIAL, NODE, endOf, filledIn, registering } from '../../../demo/play/workflow';

const template = JSON.parse(
	readFileSync(join(__dirname, '../../../workflows/n8n/rotate-one-key-now.json'), 'utf8'),
) as WorkflowFile;

const own = ({ nodes }: WorkflowFile) => nodes.filter(({ type }) => type === NODE);

describe('the template, filled in', () => {
	const filled = filledIn(template, 'app.dev');

	it('has the key where none was chosen, and expressions as they were', () => {
		const keys = (file: WorkflowFile) =>
			own(file).map(({ parameters }) => (parameters['key'] as { value: string }).value);
		expect(keys(template)).toContain('');
		expect(keys(filled)).toEqual(keys(template).map((value) => (value === '' ? 'app.dev' : value)));
	});

	it('has the credential in every Keyturn node and is else unchanged', () => {
		for (const { credentials } of own(filled)) expect(credentials?.[CREDENTIAL]?.id).toBe('demo');
		expect(own(filled).length).toBeGreaterThan(0);
		const others = ({ nodes, ...rest }: WorkflowFile) => [nodes.filter(({ type }) => type !== NODE), rest];
		expect(others(filled)).toEqual(others(template));
	});
});

it('registers with the fields of the form', () => {
	const [{ parameters } = { parameters: {} }] = own(registering(registration('http://127.0.0.1:1')));
	expect(parameters).toMatchObject({
		resource: 'key',
		operation: 'register',
		keyName: 'marketing-summariser.dev',
		provider: 'dev',
		devAddress: 'http://127.0.0.1:1',
		options: { graceHours: 0.0028, cacheSeconds: 2, delaySeconds: 1, observeSeconds: 2 },
	});
});

describe('the end of a workflow', () => {
	const says = (status: string, light: string) => [{ json: { status, light, sentence: `It is ${status}.` } }];
	const stops = [{ json: { light: 'red', sentence: 'The vault is sealed.', next: 'Unseal it.' } }];
	const ended = (given: Readonly<Record<string, object[]>>, status = 'success', error?: Error) =>
		endOf({
			run: { status, data: { resultData: { error } } },
			order: Object.keys(given),
			items: (name: string) => given[name] ?? [],
		} as never);

	it('is what the last Keyturn node said', () => {
		expect(ended({ a: says('waiting', 'yellow'), b: says('up to date', 'green'), c: [] })).toEqual({
			finished: true,
			sentence: 'It is up to date.',
		});
		expect(ended({ a: says('up to date', 'green'), b: says('needs you', 'red') }).finished).toBe(false);
	});

	it('is no success when the workflow took its error branch', () => {
		expect(ended({ a: says('up to date', 'green'), b: stops })).toEqual({
			finished: false,
			sentence: 'The vault is sealed.',
		});
	});

	it('is no success when n8n tells an error, or when nothing was said', () => {
		expect(ended({ a: says('up to date', 'green') }, 'error', new Error('refused'))).toEqual({
			finished: false,
			sentence: 'The workflow ended with error: refused.',
		});
		expect(ended({}).finished).toBe(false);
	});
});
