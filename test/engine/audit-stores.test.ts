import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlainHandler } from '../../demo/http/plain';
import { parameterName } from '../../nodes/shared/parameter-name';
import { fakeLogStores } from '../fakes/log-stores';
import type { FakeStore } from '../fakes/log-stores/fake';
import { type AuditStage, startAuditStage } from './audit-stage';

const MARK = 'OWNER-AND-OTHER-THINGS';

/** A handler on loopback that takes and gives bytes, one character each, as the fakes of stores keep them. */
async function serveBytes(handlerOf: (origin: string) => PlainHandler) {
	const server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { pathname, searchParams } = new URL(request.url ?? '/', origin);
			const answer = handle({
				method: request.method ?? 'GET',
				path: pathname,
				query: Object.fromEntries(searchParams),
				headers: request.headers as Record<string, string>,
				body: Buffer.concat(chunks).toString('latin1'),
			});
			response.writeHead(answer.status, { ...answer.headers }).end(Buffer.from(answer.body, 'latin1'));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const handle = handlerOf(origin);
	return {
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Google's has its log-in at an address of its own, which loopback has no name for; its driver is held by its contract. */
const kinds = ['s3', 'azure-blob'] as const;

describe.each(kinds)('the form for a log in %s', (kind) => {
	let stage: AuditStage;
	let server: { close(): Promise<void> };
	let fake: FakeStore;
	const files = new Map<string, string>();

	beforeAll(async () => {
		stage = await startAuditStage();
		server = await serveBytes((origin) => {
			fake = fakeLogStores[kind]({ origin, now: () => Date.now(), mark: MARK, files });
			return Object.values(fake.services)[0]!;
		});
		await stage.world.put('admin/log-store', fake.admin ?? '');
		await stage.world.allow('admin/log-store', ...Object.keys(fake.services));
	});
	afterAll(async () => {
		await server.close();
		await stage.close();
	});

	it('begins it there: what was done before is in it, and what comes later', async () => {
		const given = Object.fromEntries(
			Object.entries(fake.settings).map(([name, value]) => [parameterName(kind, name), value]),
		);
		const { rows, error } = await stage.run({
			resource: 'log',
			operation: 'setUp',
			store: kind,
			admin: 'log-store',
			...given,
			options: given,
		});
		expect(error).toBeUndefined();
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({ waiting: 0, refused: [] });
		const size = rows[0]!['size'] as number;
		expect(size).toBeGreaterThan(3);
		expect([...files.keys()].some((path) => path.startsWith('seg/'))).toBe(true);
		const added = await stage.run({
			resource: 'entry',
			operation: 'append',
			event: 'review signed off',
			subject: 'first.dev',
			notedBy: 'Ada Lovelace',
			facts: '{}',
		});
		expect(added.error).toBeUndefined();
		const [row] = (await stage.run({ resource: 'log', operation: 'getCheckpoint' })).rows;
		expect(row).toMatchObject({ light: 'green', size: size + 1, waiting: 0 });
		const shown = JSON.stringify([rows, added.rows, row]);
		for (const secret of [...fake.secrets, MARK]) expect(shown).not.toContain(secret);
	});

	it('a log that began there does not move: another store is refused in words', async () => {
		const { error } = await stage.run({ resource: 'log', operation: 'setUp', store: 'in-vault' });
		expect(`${error?.message} ${error?.description}`).toContain('it is set up already, in another place');
	});
});
