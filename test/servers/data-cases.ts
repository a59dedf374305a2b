import { data, each, meta, versions, type Case } from './cases';

/** Values: write, read, delete, destroy. */
export const dataCases: readonly Case[] = [
	[
		'nothing is there: data, metadata, list',
		async (call, f) => {
			for (const path of [data(f), `${data(f)}?version=1`, meta(f), `${meta(f)}/?list=true`])
				await call('GET', path);
		},
	],
	['the first write with cas 0', (call, f) => versions(call, f, 1)],
	[
		'read: latest, by version, version 0, a version that never was',
		async (call, f) => {
			await versions(call, f, 2);
			for (const query of ['', '?version=1', '?version=2', '?version=0', '?version=3', '?version=-1'])
				await call('GET', data(f) + query);
		},
	],
	[
		'cas that does not match: too low, too high, negative, null',
		async (call, f) => {
			await versions(call, f, 1);
			const body = (cas: unknown) => ({ options: { cas }, data: { v: 'x' } });
			await each(call, 'POST', data(f), [body(0), body(2), body(-1), body(null)]);
			await call('GET', data(f));
		},
	],
	[
		'cas above 0 on a path that never was',
		(call, f) => call('POST', data(f), { body: { options: { cas: 1 }, data: { v: 'x' } } }),
	],
	[
		'cas as text: a number counts, a word is refused',
		(call, f) =>
			each(call, 'POST', data(f), [
				{ options: { cas: '0' }, data: { v: '1' } },
				{ options: { cas: 'one' }, data: { v: '2' } },
			]),
	],
	[
		'a write without cas',
		(call, f) => each(call, 'POST', data(f), [{ data: { v: '1' } }, { data: { v: '2' } }]),
	],
	['PUT is POST', (call, f) => each(call, 'PUT', data(f), [{ options: { cas: 0 }, data: { v: '1' } }])],
	[
		'bodies without data',
		async (call, f) => {
			await each(call, 'POST', data(f), [{}, { options: { cas: 0 } }, { data: {} }, { data: null }]);
			await call('GET', data(f));
		},
	],
	[
		'bodies that are no object',
		async (call, f) => {
			for (const body of ['not json', '[]', '"text"', '{"data":"text"}'])
				await call('POST', data(f), { body, statusOnly: true });
		},
	],
	[
		'nested values come back as written',
		async (call, f) => {
			const value = { t: 'ü🔑\n"', n: 1.5, b: true, o: { a: [1, null, { z: '' }] }, e: {} };
			await call('POST', data(f), { body: { options: { cas: 0 }, data: value } });
			await call('GET', data(f));
		},
	],
	[
		'delete of the latest, twice; read; the older one; cas 0 afterwards; the next write',
		async (call, f) => {
			await versions(call, f, 2);
			await call('DELETE', data(f));
			await call('DELETE', data(f));
			await call('GET', data(f));
			await call('GET', `${data(f)}?version=1`);
			await call('GET', meta(f));
			await each(call, 'POST', data(f), [
				{ options: { cas: 0 }, data: { v: 'x' } },
				{ options: { cas: 2 }, data: { v: 'x' } },
			]);
		},
	],
	['delete of what never was', (call, f) => call('DELETE', data(f))],
	[
		'delete and undelete by version',
		async (call, f) => {
			await versions(call, f, 3);
			await call('POST', `/v1/secret/delete/${f}`, { body: { versions: [1, 2] } });
			await call('GET', `${data(f)}?version=1`);
			await call('POST', `/v1/secret/undelete/${f}`, { body: { versions: [1] } });
			await call('GET', `${data(f)}?version=1`);
			await call('GET', meta(f));
		},
	],
	[
		'destroy, twice; read; undelete does not bring it back',
		async (call, f) => {
			await versions(call, f, 2);
			for (const method of ['PUT', 'POST'])
				await call(method, `/v1/secret/destroy/${f}`, { body: { versions: [1] } });
			await call('GET', `${data(f)}?version=1`);
			await call('POST', `/v1/secret/undelete/${f}`, { body: { versions: [1] } });
			await call('GET', `${data(f)}?version=1`);
			await call('GET', meta(f));
		},
	],
	[
		'destroy of the latest; cas goes on from its number',
		async (call, f) => {
			await versions(call, f, 1);
			await call('POST', `/v1/secret/destroy/${f}`, { body: { versions: [1] } });
			await call('GET', data(f));
			await each(call, 'POST', data(f), [
				{ options: { cas: 0 }, data: { v: 'x' } },
				{ options: { cas: 1 }, data: { v: 'x' } },
			]);
		},
	],
	[
		'delete, undelete and destroy of versions and paths that never were',
		async (call, f) => {
			for (const verb of ['delete', 'undelete', 'destroy'])
				await call('POST', `/v1/secret/${verb}/${f}`, { body: { versions: [1] } });
			await versions(call, f, 1);
			for (const verb of ['delete', 'undelete', 'destroy'])
				await call('POST', `/v1/secret/${verb}/${f}`, { body: { versions: [9] } });
		},
	],
	[
		'delete and destroy without versions',
		async (call, f) => {
			await versions(call, f, 1);
			for (const verb of ['delete', 'destroy']) await call('POST', `/v1/secret/${verb}/${f}`, { body: {} });
		},
	],
	[
		'delete of the metadata: everything is gone and cas 0 works again',
		async (call, f) => {
			await versions(call, f, 2);
			await call('DELETE', meta(f));
			await call('DELETE', meta(f));
			await call('GET', meta(f));
			await call('GET', data(f));
			await versions(call, f, 1);
		},
	],
	[
		'versions that are no number',
		async (call, f) => {
			await versions(call, f, 1);
			await call('GET', `${data(f)}?version=x`, { statusOnly: true });
		},
	],
];
