import { encodeQuestion } from '../../../core/dns/wire/message';
import type { Lookup } from '../../../core/dns/lookup';
import type { Failure } from '../../../core/dns/resolver';
import { TYPE, typeName } from '../../../core/dns/wire/types';
import { askBytes } from '../../../scripts/servers/dns/ask';
import type { Lab } from '../../../scripts/servers/dns/lab';
import { openLookups } from '../../../scripts/servers/dns/looks';
import { zoneName } from '../../../scripts/servers/dns/names';
import { type Fault, type ShimOptions, startShim } from '../../../scripts/servers/dns/shim';
import type { ZoneId } from '../../../scripts/servers/dns/zones';
import { realHost } from '../host';

const { A, CNAME, DS, DNSKEY, MX, TXT } = TYPE;
const ELSEWHERE = Uint8Array.of(203, 0, 113, 66);

const failures: readonly (readonly [string, Fault, Failure['kind']])[] = [
	['429', { status: 429, headers: { 'retry-after': '7' } }, 'rate limited'],
	['503', { status: 503 }, 'refused'],
	['403', { status: 403 }, 'refused'],
	['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'refused'],
	['an answer that is cut off', 'cut off', 'unreadable'],
	['nothing', 'hang up', 'no answer'],
];

/** What a lying resolver says, and what must come of a look at the address of a well-signed zone. */
const lies: readonly (readonly [string, number, Extract<Fault, { lie: unknown }>])[] = [
	['another address', A, { lie: { data: [ELSEWHERE] } }],
	['no address', A, { lie: {} }],
	['no such name', A, { lie: { rcode: 3 } }],
	['no DS', DS, { lie: {} }],
	['no such name for the DS', DS, { lie: { rcode: 3 } }],
	['another DS', DS, { lie: { data: [new Uint8Array(36)] } }],
	['no keys', DNSKEY, { lie: {} }],
	['another key', DNSKEY, { lie: { data: [Uint8Array.of(1, 1, 3, 13, ...new Uint8Array(64).fill(7))] } }],
];

/** Tests of what a look says when the server in between fails or lies. */
export function describeFaults(lab: () => Lab): void {
	const look = async (options: ShimOptions, id: ZoneId, type: number = A): Promise<Lookup> => {
		const shim = await startShim(lab().bind, options);
		try {
			return await openLookups(lab(), realHost(), shim.url).look(zoneName(lab().plan, id), type);
		} finally {
			await shim.stop();
		}
	};

	it.each(failures)('a server that gives %s is no answer, whatever is asked', async (_title, fault, kind) => {
		const { failed, verdict, records } = await look({ fault: () => fault }, 'good-p256');
		expect(failed?.kind).toBe(kind);
		expect([verdict.security, verdict.link?.reason]).toEqual(['indeterminate', 'no answer']);
		expect(records).toEqual([]);
	});

	it.each([
		[DS, 'good-p256'],
		[DNSKEY, 'good-p256'],
		[DS, 'unsigned'],
	] as const)('without an answer to %s nothing is secure, and nothing insecure: %s', async (type, id) => {
		const { verdict } = await look({ fault: (asked) => (asked.type === type ? 'hang up' : undefined) }, id);
		expect(verdict.security).toBe('indeterminate');
	});

	it.each(lies)('a lie about a signed zone is bogus: %s', async (_title, type, fault) => {
		const zone = zoneName(lab().plan, 'good-p256');
		const lie = (asked: { name: string; type: number }) =>
			asked.name === zone && asked.type === type ? fault : undefined;
		const { verdict } = await look({ fault: lie }, 'good-p256');
		expect(verdict.security).toBe('bogus');
	});

	it('a lie about an unsigned zone passes, and is not called secure', async () => {
		const lie = (asked: { type: number }): Fault | undefined =>
			asked.type === A ? { lie: { data: [ELSEWHERE] } } : undefined;
		const { verdict, records } = await look({ fault: lie }, 'unsigned');
		expect(verdict.security).toBe('insecure');
		expect(records.map(({ data }) => [...data])).toEqual([[...ELSEWHERE]]);
	});

	it.each([CNAME, MX, TXT, DNSKEY, DS].map((type) => [typeName(type), type] as const))(
		'%s of a signed zone is secure',
		async (_name, type) => {
			const { failed, verdict } = await look({}, 'roll-complete', type);
			expect([failed, verdict]).toEqual([null, { security: 'secure', link: null }]);
		},
	);

	it('what UDP has no room for comes by TCP', async () => {
		const question = { name: zoneName(lab().plan, 'roll-complete'), type: DNSKEY };
		const answer = await askBytes(lab().bind, encodeQuestion(question), 4_000);
		// BIND sends no more than that by UDP.
		expect(answer.length).toBeGreaterThan(1_232);
		expect(answer[2]! & 0x02).toBe(0);
	});

	it('a server far away takes as long as it takes', async () => {
		const delayMs = 40;
		const began = performance.now();
		const { verdict } = await look({ delayMs }, 'good-p256');
		expect(verdict.security).toBe('secure');
		expect(performance.now() - began).toBeGreaterThanOrEqual(delayMs);
	});
}
