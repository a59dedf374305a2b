import type { INodeParameters } from 'n8n-workflow';
import { SlackApi } from 'n8n-nodes-base/dist/credentials/SlackApi.credentials';
import { Smtp } from 'n8n-nodes-base/dist/credentials/Smtp.credentials';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { engine, type RunOptions } from '../../demo/n8n/engine';
import { AuditExport } from '../../nodes/AuditExport/AuditExport.node';
import { RotateKey } from '../../nodes/RotateKey/RotateKey.node';
import { startAuditStage } from '../engine/audit-stage';
import { CREDENTIAL } from '../engine/world';
import { startMailServer } from '../fakes/mail-server';
import { filledIn } from './files';

/** What the bot of the team's Slack logs in with. */
export const SLACK_TOKEN = 'xoxb-of-the-fake-workspace';

/** The world of the audit log, with a mail server that the templates send to. */
export async function startMailStage() {
	const stage = await startAuditStage();
	const mail = await startMailServer();
	const smtp = {
		host: '127.0.0.1',
		port: mail.port,
		secure: false,
		disableStartTls: true,
		user: '',
		password: '',
	};
	const n8n = engine({
		nodes: {
			'n8n-nodes-keyturn.auditExport': new AuditExport(),
			'n8n-nodes-keyturn.rotateKey': new RotateKey(),
		},
		credentialTypes: [new KeyturnHashicorpVaultApi(), new Smtp(), new SlackApi()],
		credentials: {
			[CREDENTIAL]: { type: 'keyturnHashicorpVaultApi', data: stage.world.credential },
			smtp: { type: 'smtp', data: smtp },
			slackApi: { type: 'slackApi', data: { accessToken: SLACK_TOKEN } },
		},
	});

	return {
		...stage,
		mail,
		/** Runs a template; `mails` are those that it sent. */
		async template(
			file: string,
			changes: Readonly<Record<string, INodeParameters>>,
			how: RunOptions & { readonly switched?: Readonly<Record<string, boolean>> } = {},
		) {
			const before = mail.mails.length;
			const workflow = filledIn(file, CREDENTIAL, changes, how.switched);
			const done = await n8n.run(workflow, { startAt: 'Start by Hand', ...how });
			const text = (node: string) => done.items(node).map(({ json }) => json['text'] as string);
			return { done, text, mails: mail.mails.slice(before) };
		},
		async close() {
			await mail.close();
			await stage.close();
		},
	};
}

export type MailStage = Awaited<ReturnType<typeof startMailStage>>;
