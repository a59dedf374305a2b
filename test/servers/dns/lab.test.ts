import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Reason } from '../../../core/dns/lookup';
import { type Lab, startLab } from '../../../scripts/servers/dns/lab';
import { type Looks, askAll, openLookups } from '../../../scripts/servers/dns/looks';
import { type Plan, usualPlan, zoneName } from '../../../scripts/servers/dns/names';
import { readRecorded } from '../../../scripts/servers/dns/others';
import { unexplained, withTables } from '../../../scripts/servers/dns/page';
import { otherPlan } from '../../../scripts/servers/dns/plans';
import { furtherQuestions, questions } from '../../../scripts/servers/dns/questions';
import { type Shim, startShim } from '../../../scripts/servers/dns/shim';
import { zoneIds, type ZoneId } from '../../../scripts/servers/dns/zones';
import { isAlive, listeningAddresses, offLoopback } from '../../../scripts/servers/processes';
import { exercised } from '../exercised';
import { realHost } from '../host';
import { disagreements, wanted } from './agreement';
import { describeFaults } from './faults';

const PAGE = resolve(__dirname, '../../../docs/dns-lab.md');
const START_WITHIN_MS = 90_000;

/** The link at which the chain ends, where the zone's own address is bogus. */
const reasons: Readonly<Partial<Record<ZoneId, Reason>>> = {
	expired: 'signature expired',
	future: 'signature not yet valid',
	'wrong-ds': 'no key fits the DS',
	'wrong-keytag': 'no key fits the DS',
	'ds-unsigned': 'no key fits the DS',
	'missing-rrsig': 'signature missing',
	'bad-sig': 'signature wrong',
};

const seed = randomBytes(4).toString('hex');
const plans: readonly (readonly [string, Plan])[] = [
	['with the usual names', usualPlan],
	[`with other names and keys (seed ${seed})`, otherPlan(seed)],
];

describe.each(plans)('the DNS lab %s', (_title, plan) => {
	const asked = [...questions(plan), ...furtherQuestions(plan)];
	const started: { stop(): Promise<void> }[] = [];
	let lab: Lab;
	let shim: Shim;
	let looks: Looks[];

	beforeAll(async () => {
		started.push((lab = await startLab({ plan })));
		started.push((shim = await startShim(lab.bind)));
		looks = await askAll(lab, realHost(), shim.url, asked);
	}, START_WITHIN_MS);
	afterAll(async () => {
		await Promise.all(started.map((one) => one.stop()));
	});

	it('has 28 zones, 44 questions, and servers that know what they should', () => {
		expect(zoneIds).toHaveLength(28);
		expect(questions(plan)).toHaveLength(44);
		expect(looks.filter((look) => wanted(look) === null)).toEqual([]);
		const said = new Set(looks.map(({ bind }) => bind.says));
		expect([...said].sort()).toEqual(['SERVFAIL', 'insecure', 'secure']);
		for (const server of ['nsd', 'bind', 'unbound'] as const) exercised(server);
	});

	it.each(asked.map(({ zone, what }, index) => [zone, what, index] as const))(
		'is seen alike by us, BIND and unbound: %s, %s',
		(_zone, _what, index) => {
			expect(disagreements(looks[index]!)).toEqual([]);
		},
	);

	it('gives the same verdicts when the resolver has checked everything before', async () => {
		const lookups = openLookups(lab, realHost(), shim.url);
		const again = await Promise.all(asked.map(({ name, type }) => lookups.look(name, type)));
		expect(again.map(({ verdict }) => verdict)).toEqual(looks.map(({ ours }) => ours.verdict));
	});

	it('ends at the link that was broken, in each bogus zone', () => {
		const ended = looks
			.filter(({ asked: { what }, ours }) => what === 'address' && ours.verdict.security === 'bogus')
			.map(({ asked: { zone }, ours }) => [zone, ours.verdict.link?.zone, ours.verdict.link?.reason]);
		expect(ended).toEqual(
			zoneIds.filter((id) => id in reasons).map((id) => [id, zoneName(plan, id), reasons[id]]),
		);
	});

	it('listens on loopback only, by UDP as well', async () => {
		const all = async (by: 'tcp' | 'udp') =>
			(await Promise.all(lab.pids.map((pid) => listeningAddresses(pid, by)))).flat();
		const [tcp, udp] = [await all('tcp'), await all('udp')];
		expect([tcp.length, udp.length].map((count) => count >= lab.pids.length)).toEqual([true, true]);
		expect(offLoopback([...tcp, ...udp])).toEqual([]);
	});

	if (plan === usualPlan) {
		it('is what the page says, and every difference is explained there', async () => {
			const recorded = await readRecorded();
			const page = readFileSync(PAGE, 'utf8');
			expect(withTables(page, looks, recorded)).toBe(page);
			expect(unexplained(looks, recorded)).toEqual([]);
		});

		describe('behind a server that fails or lies', () => describeFaults(() => lab));
	}

	// Last: the others need it.
	it('leaves nothing behind when it is stopped', async () => {
		expect(lab.pids.every(isAlive)).toBe(true);
		expect(existsSync(join(lab.folder, 'named', 'conf'))).toBe(true);
		await lab.stop();
		expect(lab.pids.filter(isAlive)).toEqual([]);
		expect(existsSync(lab.folder)).toBe(false);
	});
});
