import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INode } from 'n8n-workflow';
import { refuseSecret } from '../../core/secret-shapes';
import { CheckDns } from '../../nodes/CheckDns/CheckDns.node';
import { AuditExport } from '../../nodes/AuditExport/AuditExport.node';
import { DnsBaseline } from '../../nodes/DnsBaseline/DnsBaseline.node';
import { RotateKey } from '../../nodes/RotateKey/RotateKey.node';
import { NodeTypes } from '../../demo/n8n/node-types';
import { files, templateOf, textOf } from './files';

// n8n's Wait node loads it for its forms, which no template uses; it is an ES module inside, which Jest cannot load.
jest.mock('sanitize-html', () => jest.fn());

const OURS = 'n8n-nodes-keyturn.';
const types = new NodeTypes({
	[`${OURS}checkDns`]: new CheckDns(),
	[`${OURS}auditExport`]: new AuditExport(),
	[`${OURS}dnsBaseline`]: new DnsBaseline(),
	[`${OURS}rotateKey`]: new RotateKey(),
});
const STICKY = 'n8n-nodes-base.stickyNote';
const NODE_SIZE = 100;
const TRIGGERS = ['manualTrigger', 'scheduleTrigger', 'webhook'].map((name) => `n8n-nodes-base.${name}`);
/** What nobody but the person who sets the workflow up can know, in nodes that are on: n8n publishes nothing before it is filled in. */
const LEFT_OPEN: Readonly<Record<string, readonly string[]>> = {
	'back-up-zones-weekly.json': ['admin'],
	'incident-a-key-leaked.json': ['confirmedBy', 'key'],
	'rotate-one-key-now.json': ['key'],
};
const PAGES = 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/';

interface Box {
	readonly name: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

function boxOf({ name, position: [x, y], parameters, type }: INode): Box {
	const sticky = type === STICKY;
	const size = (side: 'width' | 'height') => (sticky ? Number(parameters[side]) : NODE_SIZE);
	return { name, x, y, width: size('width'), height: size('height') };
}

const overlap = (a: Box, b: Box) =>
	a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const holds = (a: Box, b: Box) =>
	a.x <= b.x && a.y <= b.y && b.x + b.width <= a.x + a.width && b.y + b.height <= a.y + a.height;

it('these are all templates', () => {
	expect(files.sort()).toEqual([
		'back-up-zones-weekly.json',
		'check-my-domain.json',
		'incident-a-key-leaked.json',
		'monthly-audit-evidence.json',
		'monthly-credential-review-reminder.json',
		'rotate-due-keys-every-night.json',
		'rotate-one-key-now.json',
		'watch-for-key-events.json',
		'watch-my-domains.json',
	]);
});

describe.each(files)('%s', (file) => {
	const template = templateOf(file);
	const stickies = template.nodes.filter(({ type }) => type === STICKY);
	const working = template.nodes.filter(({ type }) => type !== STICKY);
	const descriptionOf = ({ type, typeVersion }: INode) =>
		types.getByNameAndVersion(type, typeVersion).description;

	it('is inactive, without pinned data, instance ids or tags', () => {
		expect(template).toMatchObject({
			active: false,
			pinData: {},
			tags: [],
			settings: { executionOrder: 'v1' },
		});
		expect(Object.keys(template.meta)).toEqual(['templateCredsSetupCompleted']);
	});

	it('has unique ids, names and webhook ids', () => {
		for (const name of ['id', 'name', 'webhookId'] as const) {
			const all = template.nodes.flatMap((node) => node[name] ?? []);
			expect(new Set(all).size).toBe(all.length);
		}
	});

	it('connects what exists, and leaves nothing alone', () => {
		const names = new Set(working.map(({ name }) => name));
		const pairs = Object.entries(template.connections).flatMap(([from, { main = [] }]) =>
			main.flatMap((output) => (output ?? []).map(({ node }) => [from, node])),
		);
		expect(pairs.flat().filter((name) => !names.has(name))).toEqual([]);
		const reached = new Set(pairs.map(([, to]) => to));
		expect(working.filter(({ name, type }) => !reached.has(name) && !TRIGGERS.includes(type))).toEqual([]);
	});

	it('uses nodes of versions that exist, with parameters that they know and that are right', () => {
		const open = new Set<string>();
		for (const node of working) {
			const description = descriptionOf(node);
			expect([description.version].flat()).toContain(node.typeVersion);
			const known = new Set(description.properties.map(({ name }) => name));
			expect([node.name, Object.keys(node.parameters).filter((name) => !known.has(name))]).toEqual([
				node.name,
				[],
			]);
			const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
			for (const name of Object.keys(issues?.parameters ?? {})) open.add(name);
		}
		expect([...open].sort()).toEqual(LEFT_OPEN[file] ?? []);
	});

	it('names only nodes that exist in its expressions', () => {
		const names = new Set(working.map(({ name }) => name));
		const named = [...textOf(file).matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name!);
		expect(named.filter((name) => !names.has(name))).toEqual([]);
	});

	it('has one overview and one note per section, laid out on the grid without overlaps', () => {
		const notes = stickies.map(boxOf);
		const nodes = working.map(boxOf);
		const everything = [...notes, ...nodes];
		expect(
			everything.filter(({ x, y, width, height }) => [x, y, width, height].some((each) => each % 20 !== 0)),
		).toEqual([]);
		expect(stickies.filter(({ name }) => name === 'About This Workflow')).toHaveLength(1);
		for (const group of [notes, nodes])
			for (const [at, box] of group.entries())
				expect(
					group
						.slice(at + 1)
						.filter((other) => overlap(box, other))
						.map(({ name }) => `${box.name} and ${name}`),
				).toEqual([]);
		const sections = notes.filter(({ name }) => name.startsWith('Section: '));
		expect(nodes.filter((node) => sections.filter((section) => holds(section, node)).length !== 1)).toEqual(
			[],
		);
		expect(sections.filter((section) => !nodes.some((node) => holds(section, node)))).toEqual([]);
	});

	it('links in its notes to headings of pages that exist', () => {
		const links = [...textOf(file).matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
		for (const link of links) {
			expect(link.startsWith(PAGES)).toBe(true);
			const [page = '', heading] = link.slice(PAGES.length).split('#');
			const text = readFileSync(join(__dirname, '../..', page), 'utf8');
			const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
				title!
					.toLowerCase()
					.replace(/[^\w\s-]/g, '')
					.replace(/ /g, '-'),
			);
			if (heading !== undefined) expect(headings).toContain(heading);
		}
		// Whoever imported the file has no folder with the pages.
		expect(textOf(file)).not.toMatch(/`docs\//);
	});

	it('can be started by hand, and holds no secret and no credential of anybody', () => {
		expect(working.some(({ type }) => type === 'n8n-nodes-base.manualTrigger')).toBe(true);
		for (const node of working) {
			for (const { id } of Object.values(node.credentials ?? {})) expect(id).toBe('REPLACE_ME');
			for (const value of Object.values(node.parameters))
				if (typeof value === 'string') expect(refuseSecret(value, node.name)).toBe(value);
		}
	});

	it('hands what goes wrong to an error branch', () => {
		for (const { name, type, onError } of working) {
			if (!type.startsWith(OURS)) continue;
			expect([name, onError]).toEqual([name, 'continueErrorOutput']);
			expect(template.connections[name]?.['main']?.[1]).toHaveLength(1);
		}
	});
});
