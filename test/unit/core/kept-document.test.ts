import { z } from 'zod';
import { auditEntry } from '../../../core/audit/entry';
import { openKept, type Kept, type KeptKind } from '../../../core/kept/document';
import { openSealedTexts } from '../../../core/kept/sealed-texts';
import type { Context } from '../../../core/operations/context';
import { providers } from '../../../core/providers';
import { targets } from '../../../core/targets';
import type { PlainRequest } from '../../../demo/http/plain';
import { refusal } from '../../contract/provider-suite';
import { Scene } from '../../fakes/scene';

interface Counted extends Kept {
	count: number;
}
const counted: KeptKind<Counted> = {
	folder: 'system',
	id: 'counted',
	where: 'A count',
	subject: 'count',
	schema: z.object({
		uid: z.string(),
		writes: z.array(z.string()),
		sequence: z.number(),
		outbox: z.array(auditEntry),
		count: z.number(),
	}),
	empty: (uid) => ({ uid, writes: [], sequence: 0, outbox: [], count: 0 }),
};

async function begin(): Promise<{ scene: Scene; context: Context }> {
	const scene = await Scene.begin();
	const vault = await scene.connect();
	return { scene, context: { host: scene.host, vault, drivers: { providers, targets }, budgetMs: 60_000 } };
}
const isCount = ({ method, path }: PlainRequest) => method === 'POST' && path.endsWith('/system/counted');

it('a write that was given up as lost, and lands right before it is sent again, counts once', async () => {
	const { scene, context } = await begin();
	const kept = await openKept(context, counted);
	await kept.change((draft) => (draft.count = 1));
	const late: PlainRequest[] = [];
	scene.host.between = (request, service) => {
		if (!isCount(request) || late.length > 1) return service(request);
		late.push(request);
		if (late.length === 1) return { status: 0, headers: {}, body: '' };
		service(late[0]!);
		return service(request);
	};
	await kept.change((draft, note) => {
		draft.count += 1;
		note('counted', {});
	});
	expect(late).toHaveLength(2);
	expect(kept.document).toMatchObject({ count: 2, sequence: 1 });
	expect((await openKept(context, counted)).document).toMatchObject({ count: 2, sequence: 1 });
});

it('a look that is not answered either is no end: the write is sent again', async () => {
	const { scene, context } = await begin();
	const kept = await openKept(context, counted);
	let lost = 0;
	scene.host.between = (request, service) =>
		request.path.endsWith('/system/counted') && ++lost <= 2
			? { status: 0, headers: {}, body: '' }
			: service(request);
	await kept.change((draft) => (draft.count += 1));
	expect(lost).toBe(3);
	expect((await openKept(context, counted)).document.count).toBe(1);
});

it('what another wrote meanwhile is kept: the change is made anew on it', async () => {
	const { context } = await begin();
	const [one, other] = [await openKept(context, counted), await openKept(context, counted)];
	await one.change((draft) => (draft.count += 1));
	await other.change((draft) => (draft.count += 1));
	expect(other.document.count).toBe(2);
});

it('a text that is there without the key that sealed it is not taken for one of ours', async () => {
	const { scene, context } = await begin();
	await (await openKept(context, counted)).change((draft) => (draft.count = 1));
	const { corner } = scene;
	await corner.root('DELETE', `secret/metadata/${corner.prefix}/system/installation`);
	const texts = openSealedTexts({ host: scene.host, vault: await scene.connect() }, 'system');
	const error = await refusal(() => texts.read('counted', 'A count'));
	expect(error).toMatchObject({ code: 'FORGED', where: 'A count' });
});
