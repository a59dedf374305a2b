import { brokenBy } from './broken-by';

export const dnssecSignatureMissing = brokenBy(['signature missing'], {
	severity: 'critical',
	title: 'Some records have no signature',
	basis: 'RFC 4035, section 2.2',
	remedy: 'Your DNS host serves records that it did not sign. Ask its support to sign the domain anew.',
});
