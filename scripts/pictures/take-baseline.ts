import { join } from 'node:path';
import { type World, signedWorld } from '../../test/fakes/dns/signed/world';
import { CREDENTIAL, type DnsStage } from './dns-stage';
import { canvas, execute, open } from './shots';

export const WATCHED = 'kite.example';

const looks = ['light', 'dark'] as const;
const NODE = 'Keyturn DNS Baseline';

/** A made-up domain as it is approved, and after somebody gave it another mail server and another address. */
export const watchedWorlds = (): readonly [before: World, after: World] => [
	worldWith([`${WATCHED}. MX 10 mail.${WATCHED}.`, `${WATCHED}. A 192.0.2.10`]),
	worldWith([`${WATCHED}. MX 5 mx.unknown.example.`, `${WATCHED}. A 192.0.2.10`]),
];

const worldWith = (records: readonly string[]): World =>
	signedWorld({
		zones: [
			{ name: '.' },
			{ name: 'example.' },
			{
				name: `${WATCHED}.`,
				records: [
					...records,
					`www.${WATCHED}. A 192.0.2.10`,
					`mail.${WATCHED}. A 192.0.2.25`,
					`${WATCHED}. TXT "v=spf1 mx -all"`,
					`_dmarc.${WATCHED}. TXT "v=DMARC1; p=reject"`,
				],
			},
		],
	});

/** Has a person approve the domain in n8n, changes it, and takes the form of Compare and what it gives then; how many. */
export async function takeBaseline(
	stage: DnsStage,
	[before, after]: readonly [World, World],
	folder: string,
): Promise<number> {
	stage.show(before);
	const comparing = await stage.rest.createWorkflow(workflow(stage, { operation: 'compare' }));
	const [row] = await run(stage, comparing);
	const decision = { operation: 'approve', digest: row?.['digest'], how: 'typed', person: 'Ada Lovelace' };
	await run(stage, await stage.rest.createWorkflow(workflow(stage, decision)));
	for (const look of looks) {
		// A change is told of once: it goes back and comes again, so that both looks show the same.
		stage.show(before);
		await run(stage, comparing);
		stage.show(after);
		await stage.onPage(look, async (page) => {
			const file = (name: string) => join(folder, `${name}.${look}.png`);
			await canvas(page, stage.url, comparing);
			await open(page, NODE);
			await page.screenshot({ path: file('dns-baseline-node') });
			await canvas(page, stage.url, comparing);
			await execute(page);
			await open(page, NODE);
			// The output's, not the input's: a table of this many columns does not fit.
			await page.getByText('Schema', { exact: true }).last().click();
			await page.getByText('Workflow executed successfully').waitFor({ state: 'hidden' });
			await page.screenshot({ path: file('dns-baseline-result') });
		});
	}
	return looks.length * 2;
}

async function run({ rest }: DnsStage, workflow: string) {
	const { status, runData, error } = await rest.run(workflow, 'Start');
	if (status !== 'success') throw new Error(`DNS Baseline ended with ${status}: ${error?.message ?? ''}`);
	return (runData[NODE]?.[0]?.data?.main[0] ?? []).map(({ json }) => json);
}

const workflow = ({ credential }: DnsStage, parameters: object) => ({
	name: 'Watch my domain',
	nodes: [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'baseline',
			name: NODE,
			type: 'n8n-nodes-keyturn.dnsBaseline',
			typeVersion: 1,
			position: [220, 0],
			parameters: { resource: 'zone', domain: WATCHED, ...parameters },
			credentials: { [CREDENTIAL]: { id: credential, name: 'Vault' } },
		},
	],
	connections: { Start: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
});
