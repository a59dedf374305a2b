import type { Execution } from '../../scripts/n8n/rest';
import { startMailServer } from '../fakes/mail-server';
import { type Mail, readMails } from '../fakes/read-mail';
import { sharedN8n, template } from './n8n';
import { CREDENTIAL, itemsOf, nodeOf, oneNode, openWorld, saveCredential, type Stored } from './world';

const AUDIT = 'n8n-nodes-keyturn.auditExport';
export const ROUTING_KEY = 'a-routing-key-of-32-characters00';

interface TemplateNode {
	readonly name: string;
	readonly parameters: object;
	readonly credentials?: object;
	readonly disabled?: boolean;
}

/** A team that keeps an audit log with the shared n8n, and a mail server that its templates send to. `now` is the vault's clock. */
export async function openAuditOffice(now: () => number) {
	const world = await openWorld(now);
	const mail = await startMailServer();
	const n8n = await sharedN8n();
	const server = { host: '127.0.0.1', port: mail.port, secure: false, disableStartTls: true };
	const data = { ...server, user: '', password: '' };
	const vault = await saveCredential(n8n, world, 'Audit');
	const smtp = { id: await n8n.createCredential('smtp', 'Mail server', data), name: 'Mail server' };
	const json = JSON.stringify({ body: { routing_key: ROUTING_KEY } });
	const httpCustomAuth = {
		id: await n8n.createCredential('httpCustomAuth', 'PagerDuty', { json }),
		name: 'PagerDuty',
	};
	const chosen: Readonly<Record<string, Stored>> = { [CREDENTIAL]: vault, smtp, httpCustomAuth };

	async function finished(workflow: string, trigger = 'Start by Hand'): Promise<Execution> {
		const done = await n8n.run(workflow, trigger);
		expect([done.status, done.error?.message]).toEqual(['success', undefined]);
		return done;
	}

	return {
		world,
		n8n,
		vault,
		finished,
		/** The mails that came since they were asked for last. */
		newMails: (): readonly Mail[] => readMails(mail.mails.splice(0)),

		/** Saves a template as a person leaves it who followed its set-up: these fields filled in, these nodes switched on. */
		async imported(
			name: string,
			filled: Readonly<Record<string, object>>,
			on: readonly string[] = [],
		): Promise<string> {
			const original = template(name);
			const nodes = original.nodes.map((node: TemplateNode) => ({
				...node,
				parameters: { ...node.parameters, ...filled[node.name] },
				credentials: Object.fromEntries(
					Object.entries(chosen).filter(([type]) => type in (node.credentials ?? {})),
				),
				disabled: node.disabled === true && !on.includes(node.name),
			}));
			return await n8n.createWorkflow({ ...original, nodes });
		},

		/** Runs one operation of Audit Export. */
		async audit(parameters: object) {
			const { nodes, ...rest } = oneNode(vault, parameters);
			const [start, node] = nodes;
			const workflow = { ...rest, nodes: [start, { ...node, type: AUDIT }] };
			const done = await finished(await n8n.createWorkflow(workflow), 'Start');
			return itemsOf(done, 'Keyturn')[0]!;
		},

		/** What *Verify File* says of a file, in a workflow without any credential. */
		async verified(file: Buffer, given: { pinned: string; outside: string; period: boolean }) {
			const names = ['Start', 'Text', 'File', 'Verify File'];
			const asJson = JSON.stringify({ file: file.toString('base64') });
			const verify = { resource: 'log', operation: 'verifyFile', inputField: 'data', ...given };
			const id = await n8n.createWorkflow({
				name: 'Verify a file',
				nodes: [
					nodeOf('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
					nodeOf('Text', 'n8n-nodes-base.set', 3.5, { mode: 'raw', jsonOutput: asJson }),
					nodeOf('File', 'n8n-nodes-base.convertToFile', 1.1, {
						operation: 'toBinary',
						sourceProperty: 'file',
					}),
					nodeOf('Verify File', AUDIT, 1, verify),
				],
				connections: Object.fromEntries(
					names.slice(1).map((to, at) => [names[at], { main: [[{ node: to, type: 'main', index: 0 }]] }]),
				),
			});
			return itemsOf(await finished(id, 'Start'), 'Verify File')[0]!;
		},

		async close() {
			await mail.close();
			await world.close();
		},
	};
}

export type AuditOffice = Awaited<ReturnType<typeof openAuditOffice>>;

/** The file of a mail whose name ends so. */
export function fileIn({ files }: Mail, end: string): Buffer {
	const found = Object.entries(files).filter(([name]) => name.endsWith(end));
	expect(found).toHaveLength(1);
	return Buffer.from(found[0]![1], 'base64');
}
