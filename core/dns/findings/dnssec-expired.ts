import { brokenBy } from './broken-by';

export const dnssecExpired = brokenBy(['signature expired'], {
	severity: 'critical',
	title: 'Signatures have expired',
	basis: 'RFC 4034, section 3.1.5',
	remedy: 'Signing has stopped at your DNS host: restart it there, or ask its support to.',
	readsClock: true,
});
