import type { BackupFacts } from '../../../../../core/dns/backup/findings';
import type { Check, Manifest } from '../../../../../core/dns/backup/manifest';
import { backupReport } from '../../../../../core/dns/backup/report';
import { seen } from '../../../../../core/dns/finding';
import { ZONE } from '../../../../fakes/dns/hosts/example';

const NOW = Date.UTC(2030, 0, 1);
const HASH = '0'.repeat(64);
const text = { characters: 1, sha256: HASH, parts: [HASH] };
const backup = {
	...{ at: NOW, host: 'desec', origin: 'https://dns-host.test', serial: 1, records: 1, special: 0 },
	...{ contents: HASH, file: text, native: text },
};

/** A backup with which all is well but what is told of its last check. */
function told(result: Check['result'] | null) {
	const check = result === null ? null : { at: NOW, result, reasons: ['so'], asked: 1, equal: 1, skipped: 0 };
	const document: Manifest = {
		...{ v: 1, domain: ZONE, uid: 'u', writes: [], sequence: 0, outbox: [], backup, lastSeenAt: NOW, check },
		offline: { at: NOW, by: 'Ada', backup: 'b' },
	};
	const facts = {
		now: NOW,
		stored: { id: 'b', manifest: { document }, backup },
		difference: { added: [], removed: [] },
		changed: false,
		reach: { zones: seen(1), mayWrite: seen(false) },
		narrower: '',
	} as unknown as BackupFacts;
	const copy = { records: [], listed: [], unread: [], special: [], native: {} };
	const { light, findings, notChecked } = backupReport(ZONE, 'desec', 'checked', copy, facts, null);
	return { light, ids: [...findings, ...notChecked].map(({ id }) => id) };
}

test('a backup is green when it was verified, and not when nobody could look', () => {
	expect(told('verified')).toEqual({ light: 'green', ids: [] });
	expect(told('could not be verified')).toEqual({ light: 'yellow', ids: [] });
	expect(told(null)).toEqual({ light: 'yellow', ids: [] });
	expect(told('not verified')).toEqual({ light: 'red', ids: ['CHG-04'] });
});
