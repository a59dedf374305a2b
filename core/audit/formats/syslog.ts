import { shortened } from '../../visible';
import { cefLine } from './cef';
import type { AuditFormat } from './format';
import { timeShown } from './time-shown';

/** Facility 13, log audit, and severity 6, informational: 13 times 8 and 6. */
const PRIORITY = '<110>1';
const NOTHING = '-';

/**
 * Syslog messages (RFC 5424) with CEF as their text, a line each: what a collector forwards. Structured data would need
 * an enterprise number of our own (section 7.2.2), so there are none.
 */
export const syslog: AuditFormat = {
	title: 'Syslog with CEF',
	fileName: 'audit-log.syslog',
	mediaType: 'text/plain; charset=utf-8',
	exact: false,
	open: (meta) => ({
		head: '',
		line(viewed) {
			const { at, kind } = viewed.entry;
			const header = [PRIORITY, stamp(at), named(meta.origin, 255), 'keyturn', NOTHING, named(kind, 32)];
			return `${header.join(' ')} ${NOTHING} ${cefLine(meta, viewed)}\n`;
		},
	}),
};

/** The grammar has four digits for a year (RFC 3339, section 5.6). */
function stamp(at: number): string {
	const shown = timeShown(at);
	return shown !== null && /^\d/.test(shown) ? shown : NOTHING;
}

/** Fewer signs than the grammar has: readers look for `CEF:` and a pipe anywhere in the line. */
const named = (text: string, most: number): string => {
	const ascii = text.replace(/[^A-Za-z0-9./_-]/gu, '-');
	return ascii === '' ? NOTHING : shortened(ascii, most).replace('…', '-');
};
