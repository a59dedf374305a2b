import { notChecked } from '../finding';

/** What is said where a certificate that was not read could decide. */
export const partlyRead = notChecked('there are more certificates than were read');
