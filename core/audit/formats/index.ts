import { cef } from './cef';
import { csv } from './csv';
import type { AuditFormat } from './format';
import { jsonLines } from './json-lines';
import { ocsf } from './ocsf';
import { syslog } from './syslog';

/** All formats of entries by id; the ids stand in forms that people saved, and never change. */
export const auditFormats = { jsonl: jsonLines, ocsf, cef, syslog, csv } satisfies Record<
	string,
	AuditFormat
>;

export type AuditFormatId = keyof typeof auditFormats;
