import { openKeyturn } from '../../core/keyturn';
import { hashicorp } from '../../core/vaults/hashicorp';
import type { Automation } from './automation';
import { nodeHost } from './host';

/** The core without n8n. */
export function byCore(vault: Readonly<Record<string, string>>): Automation {
	const stored: string[] = [];
	const keyturn = () => openKeyturn(nodeHost, hashicorp.open(vault, nodeHost));
	return {
		title: 'the core',
		async register(input) {
			stored.push(JSON.stringify(await keyturn().register(input)));
		},
		async rotate(key) {
			for (;;) {
				const report = await keyturn().rotate(key);
				stored.push(JSON.stringify(report));
				if (report.continueAt === null) {
					return { finished: report.status === 'up to date', sentence: report.sentence };
				}
				await nodeHost.clock.sleep(Math.max(250, Date.parse(report.continueAt) - Date.now()));
			}
		},
		executions: () => stored.map((text, at) => ({ name: `run ${at + 1}`, text })),
	};
}
