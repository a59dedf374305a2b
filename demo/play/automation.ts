import type { Registration } from '../../core/operations/register';
import type { Searched } from '../canary';

/** Whatever does the rotating: the demo sees only this of it. */
export interface Automation {
	readonly title: string;
	register(input: Registration): Promise<void>;
	/** Runs until there is nothing left to do, and tells how it ended. */
	rotate(key: string): Promise<Ended>;
	/** What was stored of the runs, where a leak would stay. */
	executions(): readonly Searched[];
}

export interface Ended {
	readonly finished: boolean;
	readonly sentence: string;
}
