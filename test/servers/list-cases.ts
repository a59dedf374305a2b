import { data, meta, versions, type Case } from './cases';

/** Lists and names. */
export const listCases: readonly Case[] = [
	[
		'list: order, folders, a key that is also a folder, with and without the last slash',
		async (call, f) => {
			for (const key of ['b', 'a', 'a/x', 'c/d', 'B', 'a-1', 'é', '10', '9'])
				await versions(call, `${f}/${key}`, 1);
			for (const path of [`${f}/`, f, `${f}/a/`, `${f}/a`, `${f}/b`])
				await call('GET', `${meta(encodeURI(path))}?list=true`);
		},
	],
	[
		'list in pages',
		async (call, f) => {
			for (const key of ['a', 'b', 'c/x', 'd', 'e']) await versions(call, `${f}/${key}`, 1);
			for (const query of [
				'limit=2',
				'after=b&limit=2',
				'after=c/&limit=2',
				'after=e',
				'after=bb',
				'limit=0',
			])
				await call('GET', `${meta(f)}/?list=true&${query}`);
			await call('GET', `${meta(f)}/?list=true&limit=x`, { statusOnly: true });
		},
	],
	[
		'list: deleted and destroyed entries stay, entries without metadata go',
		async (call, f) => {
			for (const key of ['deleted', 'destroyed', 'gone', 'kept']) await versions(call, `${f}/${key}`, 1);
			await call('DELETE', data(`${f}/deleted`));
			await call('POST', `/v1/secret/destroy/${f}/destroyed`, { body: { versions: [1] } });
			await call('DELETE', meta(`${f}/gone`));
			await call('GET', `${meta(f)}/?list=true`);
		},
	],
	[
		'names: spaces, percent signs, question marks, letters beyond ASCII',
		async (call, f) => {
			for (const name of [
				'a b',
				'%',
				'a?b',
				'a#b',
				'a+b',
				'café',
				'🔑',
				'x..',
				'...',
				'a;b',
				"o'k",
				'a=b&c',
			]) {
				const path = data(`${f}/${encodeURIComponent(name)}`);
				await call('POST', path, { body: { options: { cas: 0 }, data: { name } } });
				await call('GET', path);
			}
			await call('GET', `${meta(f)}/?list=true`);
		},
	],
	[
		'names: an encoded slash is a slash, a plus is a plus',
		async (call, f) => {
			await call('POST', data(`${f}/a%2Fb`), { body: { data: { v: '1' } } });
			await call('GET', data(`${f}/a/b`));
			await call('POST', data(`${f}/c%2Bd`), { body: { data: { v: '2' } } });
			await call('GET', data(`${f}/c+d`));
		},
	],
	[
		'names: relative, ending in a slash, control letters',
		async (call, f) => {
			for (const name of ['..%2fa', 'x%2f..%2fa', 'trail/', 'a%0Ab', 'a%00b']) {
				await call('POST', data(`${f}/${name}`), { body: { data: { v: '1' } } });
				await call('GET', data(`${f}/${name}`));
			}
		},
	],
];
