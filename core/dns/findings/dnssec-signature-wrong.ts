import { brokenBy } from './broken-by';

export const dnssecSignatureWrong = brokenBy(['signature wrong'], {
	severity: 'critical',
	title: 'A signature does not fit its records',
	basis: 'RFC 4035, section 5.3',
	remedy:
		'Your DNS host serves records that were changed after signing. Ask its support to sign the domain anew.',
});
