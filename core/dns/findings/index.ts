import type { Check } from '../finding';
import { del02 } from './del-02';
import { reg01 } from './reg-01';
import { reg02 } from './reg-02';
import { reg03 } from './reg-03';
import { reg04 } from './reg-04';
import { reg05 } from './reg-05';
import { reg07 } from './reg-07';
import { reg08 } from './reg-08';

/** Every check by its id. Adding one is one file and one line here. */
export const checks = {
	'DEL-02': del02,
	'REG-01': reg01,
	'REG-02': reg02,
	'REG-03': reg03,
	'REG-04': reg04,
	'REG-05': reg05,
	'REG-07': reg07,
	'REG-08': reg08,
} satisfies Readonly<Record<string, Check>>;
