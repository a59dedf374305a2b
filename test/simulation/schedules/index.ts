import { deployments } from './deployments';
import { log } from './log';
import { newKey } from './new-key';
import { oldKey } from './old-key';
import { outside } from './outside';
import { receipts } from './receipts';
import { registerAgain } from './register-again';
import { runners } from './runners';
import type { Schedule } from './schedule';
import { wayBack } from './way-back';
import { wrongIds } from './wrong-ids';

export const schedules: readonly Schedule[] = [
	...newKey,
	...oldKey,
	...wrongIds,
	...wayBack,
	...receipts,
	...deployments,
	...runners,
	...outside,
	...log,
	...registerAgain,
];
