import type { WatchReport } from '../../core/operations/watch-events';
import { openai as provider } from '../../core/providers/openai';
import { receiver, strangersLine } from '../fakes/audit/receiver';
import { fakeOpenaiLog } from '../fakes/audit/sources/openai';
import { auditedVault } from '../fakes/audit/vault-trail';
import { ACCOUNT, FakeOpenai, PROJECT, projectOf } from '../fakes/providers/openai';
import { subjectOf } from './provider-subjects';
import { reveal } from './provider-suite';
import { KEY, VAULT, Whole } from './whole';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const AT_HOME = { project: { id: PROJECT, name: 'Marketing' } };
/** OpenAI books what an admin key does under the default project. */
const BY_ADMIN_KEY = {
	project: { id: 'proj_default' },
	actor: {
		type: 'api_key',
		api_key: { id: 'key_admin', type: 'user', user: { email: 'keyturn@example.com' } },
	},
};

/** A team whose key at OpenAI is managed, with a watch that reads OpenAI's own log and hears of the vault. */
async function watching(isLogged: (type: string) => boolean = () => true) {
	const subject = subjectOf(provider, (options) => projectOf(new FakeOpenai(options), options.origin));
	const { host, origin } = subject;
	const admin = reveal(subject.admin!);
	const log = fakeOpenaiLog({ now: () => host.time.now, admin, mark: 'NOT TO BE TOLD', origin });
	const own = host.services[origin]!;
	host.services[origin] = (request) => {
		if (request.path === '/v1/organization/audit_logs') return log.handle(request);
		const answer = own(request);
		const type = { POST: 'api_key.created', DELETE: 'api_key.deleted' }[request.method];
		const id =
			request.method === 'POST'
				? (JSON.parse(answer.body) as { id: string }).id
				: request.path.split('/').at(-1)!;
		if (type !== undefined && answer.status === 200 && isLogged(type))
			log.add(host.time.now, type, id, BY_ADMIN_KEY);
		return answer;
	};
	const whole = new Whole(subject);
	const lines = auditedVault(host, VAULT);
	const keyturn = await whole.register(true);
	const { look, receive } = await receiver(
		{ corner: whole.corner, open: () => whole.open(), time: host.time },
		null,
		{ source: 'openai', settings: { address: `${origin}/v1` }, admin: 'it' },
	);
	let sent = lines.length;
	/** The vault's lines since the last time, and one that shows that the forwarder is there; then OpenAI's log. */
	const hear = async (readsToo = true): Promise<WatchReport[]> => {
		const fresh = [
			...lines.slice(sent),
			strangersLine(`quiet-${lines.length}`, host.time.now, 'secret/data/other'),
		];
		sent = lines.length;
		return [await receive(fresh), ...(readsToo ? [await look()] : [])];
	};
	/** The day that the answer is about passes, with a look now and then. */
	const aDay = async (): Promise<WatchReport[]> => {
		const reports: WatchReport[] = [];
		for (let turn = 0; turn < 5; turn++) {
			host.time.pass(DAY / 4);
			reports.push(...(await hear()));
		}
		return reports;
	};
	/** A whole rotation, with the vault's lines every few hours, and a look at OpenAI's log. */
	const rotated = async (readsToo = true): Promise<WatchReport[]> => {
		const reports: WatchReport[] = [];
		for (let turn = 0; turn < 12; turn++) {
			await keyturn.rotate(KEY);
			host.time.pass(3 * 60 * MINUTE);
			reports.push(...(await hear(readsToo)));
		}
		return [...reports, ...(await aDay())];
	};
	await hear();
	return { log, host, keyturn, hear, aDay, rotated };
}

const rulesIn = (reports: readonly WatchReport[]) => [
	...new Set(
		reports.flatMap(({ alerts }) => alerts.filter(({ state }) => state === 'opened').map(({ rule }) => rule)),
	),
];
const findingsIn = (reports: readonly WatchReport[]) => [
	...new Set(reports.flatMap(({ findings }) => findings.map(({ id, evidence }) => `${id} ${evidence}`))),
];
const idInUse = async ({ keyturn }: { keyturn: Awaited<ReturnType<Whole['open']>> }) =>
	(await keyturn.status(KEY)).keyId;

describe('OpenAI’s own log beside the vault’s', () => {
	it('a rotation is verified: each entry has its event at the provider and in the vault, and each event its entry', async () => {
		const team = await watching();
		await team.aDay();
		const reports = await team.rotated();
		expect(findingsIn(reports)).toEqual([]);
		expect(rulesIn(reports)).not.toContain('R1');
		expect(reports.map(({ reconciled }) => reconciled)).toContain('verified');
	});

	it('a log that was not read in all of that time is held against what the vault told then', async () => {
		const team = await watching();
		await team.aDay();
		const reports = await team.rotated(false);
		expect(findingsIn(reports)).toEqual([]);
		expect(reports.at(-1)?.reconciled).toBe('verified');
	});

	it('a create of ours that OpenAI never saw is an entry without effect', async () => {
		const team = await watching((type) => type !== 'api_key.created');
		await team.aDay();
		const findings = findingsIn(await team.rotated());
		// Of both rotations that were begun in that time.
		expect(findings).toHaveLength(2);
		for (const each of findings) expect(each).toMatch(/^REC-02 .*“key created”/);
	});

	it.each([
		['the key in use is deleted on OpenAI’s page', 'api_key.deleted', idInUse, AT_HOME],
		['the key in use is deleted by an admin key', 'api_key.deleted', idInUse, BY_ADMIN_KEY],
		['another key is made in its project', 'api_key.created', () => 'key_foreign', AT_HOME],
		['its service account is deleted', 'service_account.deleted', () => ACCOUNT, AT_HOME],
		['its project is archived', 'project.archived', () => PROJECT, AT_HOME],
	])('%s: changed outside Keyturn', async (_what, type, about, where) => {
		const team = await watching();
		// What told of the key in use is long past by then.
		team.host.time.pass(20 * DAY);
		await team.aDay();
		team.log.add(team.host.time.now, type, String(await about(team)), where);
		const reports = await team.aDay();
		expect(findingsIn(reports)).toHaveLength(1);
		expect(findingsIn(reports)[0]).toContain(`REC-01 ${type}`);
		expect(rulesIn(reports)).toContain('R9-DIFFER');
	});

	it('a key that somebody makes in another project is no change of ours, and told as a new key', async () => {
		const team = await watching();
		await team.aDay();
		team.log.add(team.host.time.now, 'api_key.created', 'key_foreign', { project: { id: 'proj_other' } });
		const reports = await team.aDay();
		expect(findingsIn(reports)).toEqual([]);
		expect(rulesIn(reports)).toContain('R1');
	});
});
