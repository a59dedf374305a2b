import { data, each, meta, MERGE, versions, type Case } from './cases';

/** Metadata: order of writes, compare-and-set, bounds, what is kept. */
export const metadataCases: readonly Case[] = [
	[
		'metadata before the first write, then cas 0',
		async (call, f) => {
			await call('POST', meta(f), { body: { custom_metadata: { uid: 'u1' }, max_versions: 5 } });
			await call('GET', meta(f));
			await call('GET', data(f));
			await versions(call, f, 1);
			await call('GET', data(f));
			await call('GET', meta(f));
		},
	],
	[
		'custom metadata is replaced as a whole; an empty body changes nothing',
		async (call, f) => {
			await each(call, 'POST', meta(f), [
				{ custom_metadata: { a: '1', b: '2' } },
				{ custom_metadata: { c: '3' } },
			]);
			await call('POST', meta(f), { body: {} });
			await call('GET', meta(f));
		},
	],
	[
		'custom metadata is merged by PATCH; null removes',
		async (call, f) => {
			await call('POST', meta(f), { body: { custom_metadata: { a: '1', b: '2' } } });
			await call('PATCH', meta(f), { body: { custom_metadata: { a: null, c: '3' } }, headers: MERGE });
			await call('GET', meta(f));
		},
	],
	[
		'PATCH of metadata: the wrong content type, a path that never was',
		async (call, f) => {
			await call('PATCH', meta(f), { body: { max_versions: 3 } });
			await call('PATCH', meta(f), { body: { max_versions: 3 }, headers: MERGE });
		},
	],
	[
		'custom metadata out of bounds',
		async (call, f) => {
			const many = Object.fromEntries(Array.from({ length: 65 }, (_none, index) => [`k${index}`, 'x']));
			const bodies = [{ k: '' }, { k: 'x'.repeat(513) }, { ['k'.repeat(129)]: 'x' }, many];
			await each(
				call,
				'POST',
				meta(f),
				bodies.map((inner) => ({ custom_metadata: inner })),
			);
			await call('POST', meta(f), { body: { custom_metadata: { k: { a: 1 } } }, statusOnly: true });
			await call('GET', meta(f));
		},
	],
	[
		'custom metadata at its bounds',
		async (call, f) => {
			const full = Object.fromEntries(Array.from({ length: 63 }, (_none, index) => [`k${index}`, 'x']));
			const body = { custom_metadata: { ...full, ['k'.repeat(128)]: 'x'.repeat(512) } };
			await call('POST', meta(f), { body });
			await call('GET', meta(f));
		},
	],
	[
		'cas_required on the key',
		async (call, f) => {
			await call('POST', meta(f), { body: { cas_required: true } });
			await each(call, 'POST', data(f), [{ data: { v: '1' } }, { options: {}, data: { v: '1' } }]);
			await versions(call, f, 1);
		},
	],
	[
		'metadata_cas',
		async (call, f) => {
			for (const cas of [0, 0, 1, 7])
				await call('POST', meta(f), { body: { metadata_cas: cas, custom_metadata: { a: `${cas}` } } });
			await call('GET', meta(f));
		},
	],
	[
		'max_versions 1: the older version is gone',
		async (call, f) => {
			await call('POST', meta(f), { body: { max_versions: 1 } });
			await versions(call, f, 3);
			await call('GET', `${data(f)}?version=2`);
			await call('GET', `${data(f)}?version=3`);
			await call('GET', meta(f));
		},
	],
	[
		'ten versions are kept unless said otherwise',
		async (call, f) => {
			await versions(call, f, 12);
			for (const version of [1, 2, 3]) await call('GET', `${data(f)}?version=${version}`);
			await call('GET', meta(f));
		},
	],
];
