import type { Planted } from '../canary';
import { Audience } from './audience';
import type { Automation } from './automation';
import { Client } from './client';
import { Evidence } from './evidence';
import { findings, search, secretsOf, textsOf } from './findings';
import { nodeHost } from './host';
import { credential, prepare, registration } from './preparations';
import type { Screen } from './screen';
import type { Stage } from './stage';
import type { Facts } from './summary';
import * as terms from './terms';

export interface Play {
	readonly stage: Stage;
	readonly screen: Screen;
	/** What was printed so far. */
	readonly printed: () => string;
	/** Makes whatever does the rotating, from the settings of its vault credential. */
	readonly automation: (vault: Readonly<Record<string, string>>) => Promise<Automation>;
}

/** One run from empty servers to the facts of the summary, and the secrets that were in it. */
export async function run({
	stage,
	screen,
	printed,
	automation,
}: Play): Promise<{ facts: Facts; secrets: Planted[] }> {
	const say = (who: string, what: string) => screen.step(who, what);
	const { vaultUrl, providerUrl, adminKey } = stage.owner;
	const prepared = await prepare(stage, say);
	const keyturn = await automation(credential(stage.owner, prepared.logins.keyturn));
	await keyturn.register(registration(providerUrl));
	say('n8n', `registers the key as ${terms.KEY}`);

	const evidence = new Evidence(stage.owner);
	const watcher = credential(stage.owner, prepared.logins.audience);
	const audience = new Audience({ vault: watcher, key: terms.KEY, providerUrl, adminKey, say });
	// The audience looks first, so that a key is told to be made before it is told to be in use.
	const onKey = (keyId: string) => {
		void audience
			.look()
			.catch(() => undefined)
			.then(() => say('app', `works with ${keyId}`));
	};
	const client = new Client({ vaultUrl, providerUrl, login: prepared.logins.app, onKey });
	try {
		await audience.begin();
		say('app', `calls the provider ${terms.CALLS_PER_SECOND} times a second from now on`);
		client.start();
		await nodeHost.clock.sleep(2_000);
		say('n8n', `runs the workflow “Rotate one key now” on ${keyturn.title}`);
		const workflow = await keyturn.rotate(terms.KEY);
		const status = await audience.end();
		say('n8n', `ends the workflow: ${workflow.sentence}`);
		await enoughCalls(client, await evidence.deathOf(prepared.old.id));
		await client.stop();
		say('app', `stops after ${client.calls.length} calls`);

		const after = { stage, prepared, keyturn, client, evidence, status };
		const secrets = await secretsOf(after);
		const seen = await findings(after);
		const searched = search(secrets, await textsOf(after, printed()));
		return { facts: { workflow, ...seen, search: searched, seconds: screen.seconds }, secrets };
	} finally {
		await Promise.allSettled([client.stop(), audience.stop()]);
	}
}

/** Waits until the app has made enough calls since the old key's death, or should have made them long ago. */
async function enoughCalls(client: Client, deadAt: number | undefined): Promise<void> {
	if (deadAt === undefined) return;
	const latest = Date.now() + (2_000 * terms.CALLS_AFTER_DEATH) / terms.CALLS_PER_SECOND;
	while (client.since(deadAt) < terms.CALLS_AFTER_DEATH && Date.now() < latest)
		await nodeHost.clock.sleep(100);
}
