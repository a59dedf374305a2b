/** Works on all items, at most `atOnce` at the same time. */
export async function inTurns<Item>(
	items: readonly Item[],
	atOnce: number,
	work: (item: Item) => Promise<void>,
): Promise<void> {
	const queue = items[Symbol.iterator]();
	const lane = async () => {
		for (let item = queue.next(); item.done !== true; item = queue.next()) await work(item.value);
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
}
