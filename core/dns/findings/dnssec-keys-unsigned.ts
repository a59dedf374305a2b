import { brokenBy } from './broken-by';

export const dnssecKeysUnsigned = brokenBy(['key set not signed'], {
	severity: 'critical',
	title: 'The registrar says that the domain is signed, and its keys are not',
	basis: 'RFC 4035, section 5.2',
	remedy: 'Remove the DS record at the registrar, or turn signing on again at your DNS host.',
});
