import { openKeyturn } from '../../../core/keyturn';
import type { Vault } from '../../../core/vaults/vault';
import { Scene } from '../../fakes/scene';

/** The scene's vault as one that cannot keep entries which are created once. */
function withoutAudit(vault: Vault): Vault {
	return new Proxy(vault, {
		get: (target, name) => {
			if (name === 'audit') return null;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
}

describe('on a vault that cannot hold a log', () => {
	it('a rotation comes to its end, its entries wait in the document, and each report says so', async () => {
		const scene = await Scene.registered();
		const keyturn = openKeyturn(scene.host, withoutAudit(await scene.connect()));
		const report = await scene.until(keyturn, 'up to date');
		expect(report).toMatchObject({ status: 'up to date', notProvedDead: 0 });
		expect(report.auditWaiting).toBeGreaterThan(5);
		expect(report.sentence).toContain(`Audit log not set up: ${report.auditWaiting} entries wait`);
		expect(report.next).toContain('Set up the audit log');

		// The same key on a vault that can hold one: everything that waited is told, once.
		const later = await scene.open();
		const done = await scene.until(later, 'up to date');
		expect(done.sentence).not.toContain('not set up');
		expect(done.auditWaiting).toBe(0);
	});
});
