import { LOGS } from '../test/fakes/dns/certspotter';
import { ENDPOINTS } from '../test/fakes/dns/internet';
import { PortfolioScene } from '../test/fakes/dns/portfolio-scene';
import { REGISTRY } from '../test/fakes/dns/rdap';
import { atMost, type Measurement } from './measurement';

export const name = 'portfolio';

const ROUND_TRIP_MS = 40;
const DOMAINS = { usual: 1_000, full: 10_000 };
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const HOUR = 3_600;
/**
 * Registrations of one ending, one a second, take 17 minutes for 1,000; what comes on top is ours. Questions are of both
 * resolvers together: the second is asked again for all that is not proved by signatures.
 */
const GOAL = { msPerDomain: 1_050, cpuMsPerDomain: 100, questionsPerDomain: 60 };

/** Many domains of one ending, every request answered after the round trip; time passes only by waiting. */
export async function run(full: boolean): Promise<readonly Measurement[]> {
	const count = full ? DOMAINS.full : DOMAINS.usual;
	const scene = await PortfolioScene.begin(ROUND_TRIP_MS);
	const domains = scene.domains(count);
	const began = scene.scene.time.now;
	const cpu = process.cpuUsage();

	// Killed in the middle: what it was about to write is lost.
	const cut = Math.ceil(count / 2 / 8);
	let writes = 0;
	scene.atVault = (request, answer) => {
		if (request.method === 'POST' && request.url.includes('/portfolios/') && ++writes === cut)
			scene.isDead = true;
		return answer();
	};
	void scene.run(domains, { totalMs: 24 * HOUR_MS });
	while (!scene.isDead) await new Promise((resolve) => setImmediate(resolve));
	for (let turn = 0; turn < 1_000; turn++) await new Promise((resolve) => setImmediate(resolve));
	scene.isDead = false;
	scene.atVault = (_request, answer) => answer();
	const { summary } = await scene.run(domains, { totalMs: 24 * HOUR_MS, by: await scene.scene.open() });

	const { user, system } = process.cpuUsage(cpu);
	const cpuMs = (user + system) / 1_000;
	const takenMs = scene.scene.time.now - began;
	// Each look opens the domain's own site once.
	const opened = scene.asked
		.map(({ origin }) => origin)
		.filter((origin) => /^https:\/\/d\d+\.com$/.test(origin));
	const looked = new Set(opened);
	const sent = (origins: readonly string[]) =>
		scene.asked.filter(({ origin }) => origins.includes(origin)).length;
	const resolvers = ENDPOINTS.map(({ url }) => new URL(url).origin);
	const about = `${String(count)} domains`;
	const most = (where: string, origin: string, ms: number, limit: number) =>
		atMost(
			`${about}, most requests to ${where} in any ${ms === HOUR_MS ? 'hour' : 'second'}`,
			scene.mostWithin(origin, ms),
			limit,
		);
	return [
		atMost(
			`${about}, killed in the middle and resumed: not looked at`,
			count - looked.size + summary.left,
			0,
		),
		atMost(`${about}, killed in the middle and resumed: looked at twice`, opened.length - looked.size, 16),
		atMost(
			`${about}, simulated seconds at ${String(ROUND_TRIP_MS)} ms a request`,
			Math.round(takenMs / 1_000),
			(count * GOAL.msPerDomain) / 1_000,
		),
		atMost(
			`${about}, CPU seconds, the fakes' included`,
			Math.round(cpuMs / 100) / 10,
			(count * GOAL.cpuMsPerDomain) / 1_000,
		),
		atMost(`${about}, requests to both resolvers`, sent(resolvers), count * GOAL.questionsPerDomain),
		atMost(`${about}, searches of certificate logs`, sent([LOGS]), 10 * Math.ceil(takenMs / 1_000 / HOUR)),
		...resolvers.map((origin, index) => most(`resolver ${String(index + 1)}`, origin, SECOND_MS, 50)),
		most('the registry', REGISTRY, SECOND_MS, 1),
		most('the certificate logs', LOGS, HOUR_MS, 10),
	];
}
