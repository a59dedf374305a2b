/** So many are asked for before the one in hand is done: a store that is far away takes its time for each. */
const AHEAD = 8;

/** Who has not answered after so many turns of what waits for nothing else is far away. */
const TURNS = 50;

/**
 * What `read` gives for each item, in order. While the first does not come at once, a few more are asked for: those that
 * are read beforehand from a store nearby would only have left the processor's memory when it is their turn.
 */
export async function* ahead<Item, Content>(
	items: Iterable<Item>,
	read: (item: Item) => Promise<Content>,
): AsyncGenerator<Content> {
	const waiting: Asked<Content>[] = [];
	for (const item of items) {
		waiting.push(asked(read(item)));
		const first = waiting[0] as Asked<Content>;
		if (waiting.length <= AHEAD && !(await comesAtOnce(first))) continue;
		waiting.shift();
		yield await first.content;
	}
	for (const { content } of waiting) yield await content;
}

interface Asked<Content> {
	readonly content: Promise<Content>;
	isThere: boolean;
}

function asked<Content>(content: Promise<Content>): Asked<Content> {
	const state = { content, isThere: false };
	// Whoever waits for it hears of a failure; nobody may wait, when one before it failed.
	const done = () => {
		state.isThere = true;
	};
	content.then(done, done);
	return state;
}

async function comesAtOnce(first: Asked<unknown>): Promise<boolean> {
	for (let turn = 0; turn < TURNS && !first.isThere; turn++) await Promise.resolve();
	return first.isThere;
}
