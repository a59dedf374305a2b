import zapier, { type App, type Create, type Search, type Trigger } from 'zapier-platform-core';
import type { Http } from '../../core/ports';
import { vaults } from '../../core/vaults';
import { version } from '../package.json';
import { authenticationFor } from './authentication';
import { appendAuditEntry } from './creates/append-audit-entry';
import { checkDomain } from './creates/check-domain';
import { exportAuditEntries } from './creates/export-audit-entries';
import { getAuditCheckpoint } from './creates/get-audit-checkpoint';
import { retireOldKey } from './creates/retire-old-key';
import { rotateKey } from './creates/rotate-key';
import { verifyAuditExport } from './creates/verify-audit-export';
import { systemClock } from './host';
import { performingOver } from './perform';
import { findAuditProof } from './searches/find-audit-proof';
import { findKey } from './searches/find-key';
import { findRotation } from './searches/find-rotation';
import { listKeys } from './triggers/list-keys';
import { keyDue, rotationNeedsAttention } from './triggers/notices';

/** The whole integration over one way to send requests. Only tests and local trials give another than the guarded one. */
export function createApp(http: Http, clock = systemClock) {
	const perform = performingOver(http, clock);
	return {
		version,
		platformVersion: zapier.version,
		// Zapier otherwise logs every request and answer of the process, bodies and all, and hands on inputs with their braces.
		flags: { skipHttpPatch: true, cleanInputData: false },
		authentication: authenticationFor(vaults, perform),
		triggers: {
			key_due: keyDue(perform),
			rotation_needs_attention: rotationNeedsAttention(perform),
			list_keys: listKeys(perform),
		},
		searches: {
			find_key: findKey(perform),
			find_rotation: findRotation(perform),
			find_audit_proof: findAuditProof(perform),
		},
		creates: {
			rotate_key: rotateKey(perform),
			retire_old_key: retireOldKey(perform),
			check_domain: checkDomain(perform),
			append_audit_entry: appendAuditEntry(perform),
			get_audit_checkpoint: getAuditCheckpoint(perform),
			export_audit_entries: exportAuditEntries(perform),
			verify_audit_export: verifyAuditExport(perform),
		},
	} satisfies App<Record<string, Trigger>, Record<string, Create>, Record<string, Search>>;
}
