import { brokenBy } from './broken-by';

export const dnssecNotYetValid = brokenBy(['signature not yet valid'], {
	severity: 'high',
	title: 'Signatures are not valid yet',
	basis: 'RFC 4034, section 3.1.5',
	remedy: 'The clock of the server that signs is wrong. Ask your DNS host to set it and to sign anew.',
	readsClock: true,
});
