import type { Http } from '../../../../../core/ports';
import { atEvery, cutOff, cuts } from '../../../../fakes/cut-off';
import { Scene } from '../../../../fakes/scene';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const OVERDUE = 'R7-OVERDUE opened';

/** A team whose key has become overdue since the watch looked for the first time. */
async function overdue() {
	const scene = await Scene.registered();
	const order = { name: 'w', read: null, own: [], silentAfter: DAY, form: 'text' } as const;
	const look = async () => (await scene.open()).watchEvents(order);
	await look();
	scene.time.pass(200 * DAY);
	return { scene, look };
}

const saidIn = (report: Awaited<ReturnType<Awaited<ReturnType<typeof overdue>>['look']>> | null) =>
	(report?.alerts ?? []).map(({ rule, state }) => `${rule} ${state}`);

it.each(cuts)('a look that is cut off at any request ($fate, $then) loses no alert', async (cut) => {
	let lost = 0;
	const requests = await atEvery(async (nth) => {
		const { scene, look } = await overdue();
		const { report, cameToIt } = await cutOff(scene.host, { ...cut, nth }, look);
		if (report === null) lost += 1;
		const first = saidIn(report);
		scene.time.pass(16 * MINUTE);
		const then = saidIn(await look());
		expect([...first, ...then]).toContain(OVERDUE);
		// Once it was given out by a look that came to its end, it is told no more.
		if (!cameToIt) expect(then).not.toContain(OVERDUE);
		scene.time.pass(16 * MINUTE);
		expect(saidIn(await look())).not.toContain(OVERDUE);
		return { cameToIt };
	});
	expect(requests).toBeGreaterThan(10);
	if (cut.then === 'dies') expect(lost).toBeGreaterThan(5);
});

it('what comes late has the id under which it was found, a message, and the words of the first time', async () => {
	const { alerts } = await (await overdue()).look();
	// The write that opens the incident arrives, and nobody hears of it any more.
	let late: typeof alerts = [];
	for (let nth = 1; late.length === 0 && nth <= 60; nth++) {
		const { scene, look } = await overdue();
		const { report } = await cutOff(scene.host, { nth, fate: 'answer lost', then: 'dies' }, look);
		const isKept = report === null && saidIn(await look()).length === 0;
		scene.time.pass(15 * MINUTE);
		if (isKept) late = (await look()).alerts;
	}
	const known = alerts.find(({ rule }) => rule === 'R7-OVERDUE')!;
	const told = late.find(({ rule }) => rule === 'R7-OVERDUE')!;
	const { id, sentence, next, severity, target, title } = known;
	expect(told).toMatchObject({ id, sentence, next, severity, target, title });
	expect(JSON.stringify(told.message)).toContain(known.target);
});

it('what a look that is still under way has found is left to that one', async () => {
	const { scene, look } = await overdue();
	const http = scene.host.http.bind(scene.host);
	let during: string[] | null = null;
	const watched: Http = async (request) => {
		const answer = await http(request);
		if (during === null && request.method === 'POST' && request.url.endsWith('/watch/w')) {
			during = [];
			during = saidIn(await look());
		}
		return answer;
	};
	Object.assign(scene.host, { http: watched });
	expect(saidIn(await look())).toContain(OVERDUE);
	expect(during).toEqual([]);
	scene.time.pass(16 * MINUTE);
	expect(saidIn(await look())).not.toContain(OVERDUE);
});
