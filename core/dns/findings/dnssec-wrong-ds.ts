import { brokenBy } from './broken-by';

export const dnssecWrongDs = brokenBy(['no key fits the DS'], {
	severity: 'critical',
	title: 'The DS record at the registrar fits no key of the domain',
	basis: 'RFC 4035, section 5.2',
	remedy:
		'The registrar still has the DS record of an older key or host. Replace it with the one that your DNS host shows now; if the domain is no longer signed, remove it.',
});
