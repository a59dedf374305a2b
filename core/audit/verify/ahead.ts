/** So many are asked for before the one in hand is done: a store that is far away takes its time for each. */
const AHEAD = 8;

/** What `read` gives for each item, in order, a few of them asked for at a time. */
export async function* ahead<Item, Content>(
	items: Iterable<Item>,
	read: (item: Item) => Promise<Content>,
): AsyncGenerator<Content> {
	const waiting: Promise<Content>[] = [];
	for (const item of items) {
		const content = read(item);
		// Whoever waits for it hears of a failure; nobody may wait, when one before it failed.
		content.catch(() => undefined);
		waiting.push(content);
		if (waiting.length > AHEAD) yield await (waiting.shift() as Promise<Content>);
	}
	for (const content of waiting) yield await content;
}
