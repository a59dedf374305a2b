import { cloudtrail } from './cloudtrail';
import { keyturn } from './keyturn';
import { n8n } from './n8n';
import { openai } from './openai';
import { vaultAuditDevice } from './vault-audit-device';

/** Every source of events, by its id. Adding one: its file, its line here, its fake in test/fakes/audit/sources. */
export const auditSources = {
	cloudtrail,
	keyturn,
	n8n,
	openai,
	'vault-audit-device': vaultAuditDevice,
} as const;
