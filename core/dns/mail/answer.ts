import type { DnsRecord } from '../wire/message';
import { readable } from '../wire/readable';
import { readTxt } from '../wire/records';

/** The texts of TXT records. One that is not of its type’s form is left out: it says nothing. */
export const textsOf = (records: readonly DnsRecord[]): string[] => readable(records, readTxt);
