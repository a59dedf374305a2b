import { detect } from '../../../../../core/audit/detect/detect';
import { emptyDetectState } from '../../../../../core/audit/detect/memory';
import { vaultAuditDevice } from '../../../../../core/audit/sources/vault-audit-device';
import { doneBy } from '../../../../../core/audit/sources/vault-audit-device-actions';

type Row = readonly [
	operation: string,
	path: string,
	mount: string | undefined,
	type: string | undefined,
	action: string,
];

const rows: readonly Row[] = [
	['delete', 'sys/mounts/secret', 'sys/', 'system', 'secret deleted'],
	['delete', 'sys/mounts/team/secret', 'sys/', 'system', 'secret deleted'],
	['update', 'sys/mounts/secret/tune', 'sys/', 'system', 'other'],
	['read', 'sys/mounts/secret', 'sys/', 'system', 'other'],
	['update', 'sys/remount', 'sys/', 'system', 'secret deleted'],
	['read', 'sys/remount/status/7', 'sys/', 'system', 'other'],
	['delete', 'sys/namespaces/team', 'sys/', 'system', 'secret deleted'],
	['delete', 'sys/auth/approle', 'sys/', 'system', 'key deleted'],
	['update', 'sys/auth/approle', 'sys/', 'system', 'other'],
	['update', 'sys/generate-root/update', 'sys/', 'system', 'key created'],
	['update', 'sys/generate-root/attempt', 'sys/', 'system', 'other'],
	['read', 'sys/raw/logical/abc', 'sys/', 'system', 'secret exported'],
	['read', 'transit/export/encryption-key/x', 'transit/', 'transit', 'secret exported'],
	['read', 'team/transit/export/encryption-key/x', 'team/transit/', 'transit', 'secret exported'],
	['read', 'team/transit/backup/x', 'team/transit/', 'transit', 'secret exported'],
	['read', 'transit/keys/export', 'transit/', 'transit', 'other'],
	['read', 'transit/export/encryption-key/x', undefined, undefined, 'secret exported'],
	// An entry of the key/value engine that somebody called so.
	['read', 'kv/export/foo', 'kv/', 'kv', 'secret read'],
	['read', 'kv/backup/foo', 'kv/', 'kv', 'secret read'],
	// The first version of that engine has no word of its own, so its type must say that it is one.
	['read', 'kv/foo', 'kv/', undefined, 'other'],
	['constructor', 'kv/foo', 'kv/', 'kv', 'other'],
	['constructor', 'secret/data/foo', 'secret/', 'kv', 'other'],
	['read', 'secret/constructor/foo', 'secret/', 'kv', 'secret read'],
];

it.each(rows)('%s of %s at %s (%s) is: %s', (operation, path, mountPoint, mountType, action) => {
	expect(doneBy({ operation, path, mountPoint, mountType }).action).toBe(action);
});

const T = Date.UTC(2030, 0, 10, 12);

it.each([
	['auth/approle/login', 'auth/approle/', 'invalid role or secret ID', 'refused'],
	['secret/data/app', 'secret/', '1 error occurred: permission denied', 'refused'],
	['secret/data/app', 'secret/', 'context deadline exceeded', 'failed'],
	['secret/data/app', 'secret/', '', 'done'],
])('a request to %s (%s) with the error “%s” was %s', (path, mount_point, error, outcome) => {
	const request = { id: 'r1', operation: path.endsWith('login') ? 'update' : 'read', path, mount_point };
	const line = JSON.stringify({ time: new Date(T).toISOString(), type: 'response', error, request });
	expect(vaultAuditDevice.take(line, T).events).toMatchObject([{ outcome }]);
});

const HOUR = 3_600_000;
const rulesFor = (operation: string, path: string): string[] => {
	const line = JSON.stringify({
		time: new Date(T).toISOString(),
		type: 'response',
		auth: { display_name: 'mallory', entity_id: 'e9' },
		request: { id: 'r1', operation, path, mount_point: 'sys/', mount_type: 'system' },
	});
	const { events } = vaultAuditDevice.take(line, T);
	const input = { now: T + HOUR, events, entries: [], keys: [] };
	return detect(emptyDetectState(), input).alerts.map(({ rule, state }) => `${rule} ${state}`);
};

it('a mount that is deleted or moved is told, and so is a new root token', () => {
	expect(rulesFor('delete', 'sys/mounts/secret')).toEqual(['R11 opened']);
	expect(rulesFor('update', 'sys/remount')).toEqual(['R11 opened']);
	expect(rulesFor('update', 'sys/generate-root/update')).toEqual(['R1 opened']);
});
