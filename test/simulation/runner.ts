/** One simulated process of Keyturn. */
export interface Runner {
	readonly index: number;
	/** Grows when the process dies: answers to the one before are heard by nobody. */
	life: number;
	/** How far its machine's clock is off, in ms. */
	clockOff: number;
	/** Nothing goes wrong with its requests. */
	readonly faultless?: boolean;
	/** Comes when the process dies. */
	readonly died?: () => void;
	/** Comes when some time has passed since. */
	readonly back?: () => void;
}
