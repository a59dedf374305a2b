import { Layout } from '../../../../core/vaults/hashicorp-layout';

const layout = new Layout('secret', 'team/keyturn', 'apps/shared, other');

it.each([
	['team/keyturn/values/a', true],
	['apps/shared', true],
	['apps/shared/a', true],
	['other/a/b', true],
	['team/keyturn/values-evil/a', false],
	['team/keyturn-evil/values/a', false],
	['team/keyturn/documents/a', false],
	['team/keyturn/admin/a', false],
	['apps/shared-evil', false],
	['apps/shared-evil/a', false],
	['others', false],
	['apps', false],
])('a key may live at %s: %s', (path, allowed) => {
	const place = { path, field: 'value' };
	expect(layout.allows(place)).toBe(allowed);
	if (allowed) expect(layout.place(place)).toBe(path);
	else expect(() => layout.place(place)).toThrow('outside the paths');
});
