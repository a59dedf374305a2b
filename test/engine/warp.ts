/** A clock that the vault, the provider and n8n share, and that a test may put forward instead of waiting. */
export function warpClock() {
	const real = Date.now.bind(Date);
	let ahead = 0;
	const now = () => real() + ahead;
	const spy = jest.spyOn(Date, 'now').mockImplementation(now);
	return {
		now,
		/** Puts the clock forward to just after that time. */
		to(time: string | number) {
			const at = typeof time === 'number' ? time : Date.parse(time);
			ahead += Math.max(0, at - now()) + 1_000;
		},
		/** How far it is ahead of the machine’s, in ms. */
		ahead: () => ahead,
		restore: () => {
			spy.mockRestore();
		},
	};
}

export type Warp = ReturnType<typeof warpClock>;
