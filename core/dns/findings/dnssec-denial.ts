import { brokenBy } from './broken-by';

export const dnssecDenial = brokenBy(['denial not proved'], {
	severity: 'high',
	title: 'That a name or record does not exist is not proved',
	basis: 'RFC 4035, section 5.4; RFC 5155, section 8',
	remedy: 'Names that do not exist fail in an unclear way. Ask your DNS host to sign the domain anew.',
});
