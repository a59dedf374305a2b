import { documentSchema } from '../../../core/rotation/document';
import { enter, hasReached } from '../../../core/rotation/journal';
import { documentWith, NOW, rotationIn } from './document-fixture';

describe('a key that waits for a person again and again', () => {
	const document = documentWith({ rotation: rotationIn('PUBLISHED') });
	const [first] = document.rotation!.marks;
	for (let turn = 1; turn <= 100; turn++)
		enter(document, turn % 2 === 0 ? 'NEEDS_HUMAN' : 'STORED', NOW + turn);
	const { marks } = document.rotation!;

	it('does not make its document grow, which keeps when it began and what came last', () => {
		expect(marks).toHaveLength(60);
		expect([marks[0], marks.at(-1)]).toEqual([first, { state: 'NEEDS_HUMAN', at: NOW + 100 }]);
		expect(documentSchema.safeParse(document).success).toBe(true);
	});

	it('may have been in any state that is not told any more', () => {
		expect(hasReached(document.rotation!, 'PUBLISHED')).toBe(true);
		expect(hasReached(rotationIn('PUBLISHED'), 'PUBLISHED')).toBe(false);
		expect(hasReached(rotationIn('PUBLISHED'), 'PLANNED')).toBe(true);
	});
});

it('a state that is entered twice in a row is told once, with the time of the first', () => {
	const document = documentWith({ rotation: rotationIn('PLANNED') });
	for (const at of [NOW, NOW + 1]) enter(document, 'STORED', at);
	expect(document.rotation!.marks.slice(1)).toEqual([{ state: 'STORED', at: NOW }]);
});
