import type { Status } from '../../core/operations/inventory';
import { Canary, missedBy, type Planted, type Searched } from '../canary';
import type { Automation } from './automation';
import type { Client } from './client';
import { auditFacts, type Evidence } from './evidence';
import type { Prepared } from './preparations';
import type { Stage } from './stage';
import type { Facts } from './summary';

interface After {
	readonly stage: Stage;
	readonly prepared: Prepared;
	readonly keyturn: Automation;
	readonly client: Client;
	readonly evidence: Evidence;
	readonly status: Status;
}

/** What vault, provider and app say when all is over. */
export async function findings({ prepared: { old }, client, evidence, status }: After) {
	const toOld = await evidence.answerTo(old.value);
	const toNew = await evidence.answerTo(await evidence.valueInVault());
	const stats = await evidence.stats();
	const deadAt = stats.revoked.find(({ id }) => id === old.id)?.deadAt ?? null;
	return {
		client: {
			calls: client.calls.length,
			failed: client.failed,
			withOld: client.with(old.id),
			withNew: status.keyId === null ? 0 : client.with(status.keyId),
			afterDeath: deadAt === null ? 0 : client.since(Date.parse(deadAt)),
		},
		provider: { calls: stats.total, failed: stats.failed, withDeadKey: stats.withDeadKey },
		old: { id: old.id, status: toOld.status, error: toOld.body['error'], deadAt },
		new: { id: status.keyId, status: toNew.status, told: toNew.body['keyId'] },
		living: stats.livingKeys.map(({ id }) => id),
		notProvedDead: status.notProvedDead,
		audit: { ...auditFacts(await evidence.auditSegments()), waiting: status.auditWaiting },
	} satisfies Partial<Facts>;
}

/** Every secret of the run, under a name that may be printed. */
export async function secretsOf({ stage, prepared, evidence }: After): Promise<Planted[]> {
	const logins = Object.entries(prepared.logins);
	return [
		{ name: 'old value', value: prepared.old.value },
		{ name: 'new value', value: await evidence.valueInVault() },
		{ name: 'admin key', value: stage.provider.adminKey },
		{ name: 'installation key', value: await evidence.installationKey() },
		...logins.map(([who, { secretId }]) => ({ name: `secret id of ${who}`, value: secretId })),
		...stage.tokens.map((value, at) => ({ name: `session token ${at + 1}`, value })),
	];
}

/** Everything that was written down or shown during the run. */
export async function textsOf({ stage, keyturn, evidence }: After, printed: string): Promise<Searched[]> {
	return [
		...keyturn.executions(),
		{ name: 'printed output', text: printed },
		{ name: 'access log of the vault', text: stage.accessLog },
		...(await evidence.auditSegments()).map((text, at) => ({ name: `audit segment ${at + 1}`, text })),
		...(await evidence.documents()).map((text) => ({ name: 'document in the vault', text })),
	];
}

export function search(secrets: readonly Planted[], texts: readonly Searched[]): Facts['search'] {
	const canary = new Canary(secrets);
	return {
		secrets: secrets.length,
		places: texts.length,
		...canary.search(texts),
		missed: missedBy(canary, secrets),
	};
}
