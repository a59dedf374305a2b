import { containerSetting, folderSetting } from '../../../../../core/audit/stores/files';

const container = (text: string) => containerSetting({ bucket: text }, 'bucket', 'Bucket');
const folder = (text: string) => folderSetting({ folder: text });
const refused = expect.objectContaining({ code: 'BAD_INPUT' });

it.each(['a..b', '.ab', 'ab.', 'ab', 'ABC', 'a/b', 'a%2fb', 'a b c', `a${'b'.repeat(63)}`])(
	'%s is no name of a bucket or container',
	(text) => {
		expect(() => container(text)).toThrow(refused);
	},
);

it('takes names as clouds have them', () => {
	for (const text of ['abc', 'a.b-c_d.9', 'a'.repeat(63)]) expect(container(text)).toBe(text);
});

it.each(['..', 'a/../b', '../a', 'a/..', './a', '/a', 'a//b', 'a?b', 'a b', 'a\\b'])(
	'%s is no folder',
	(text) => {
		expect(() => folder(text)).toThrow(refused);
	},
);

it('takes a folder with and without a slash at its end, and none', () => {
	expect([folder(' logs/one/ '), folder('logs'), folder('')]).toEqual(['logs/one/', 'logs/', '']);
});
