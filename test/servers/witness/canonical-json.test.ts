import { canonicalJson } from '../../../core/canonical-json';
import { ask, chanceFrom } from './ask';

const DOCUMENTS = 20_000;
const TEXTS = [
	'',
	'a',
	'A',
	'é',
	'€',
	'\u{1f600}',
	'\ufb33',
	'\u2028',
	'"',
	'\\',
	'/',
	'\n',
	'\u0007',
	'\u007f',
	'<b>',
	'__proto__',
	'10',
	'9',
	'length',
];
const double = new DataView(new ArrayBuffer(8));

/** Any JSON at all: numbers are random doubles, or near what is written in two ways. */
function documentOf(below: (limit: number) => number, depth: number): unknown {
	const text = () => Array.from({ length: below(4) }, () => TEXTS[below(TEXTS.length)]!).join('');
	const number = () => {
		double.setUint32(0, below(2 ** 32));
		double.setUint32(4, below(2 ** 32));
		const any = double.getFloat64(0);
		return [any, below(1000), -below(100) / 8, 10 ** (below(50) - 25), below(2 ** 31) * 2 ** 22][below(5)]!;
	};
	const scalars = [
		() => null,
		() => below(2) === 0,
		text,
		() => {
			const one = number();
			return Number.isFinite(one) ? one : 0;
		},
	];
	const length = below(5);
	if (depth === 0 || below(3) > 0) return scalars[below(scalars.length)]!();
	if (below(2) === 0) return Array.from({ length }, () => documentOf(below, depth - 1));
	return Object.fromEntries(Array.from({ length }, () => [text(), documentOf(below, depth - 1)]));
}

it('agrees with the canonicaliser of the author of RFC 8785 on random documents', async () => {
	const documents = Array.from({ length: DOCUMENTS }, (_, seed) => [documentOf(chanceFrom(seed), 4)]);
	const answers = await ask(
		documents.map((document) => ({ op: 'canonical', text: JSON.stringify(document) })),
	);
	const wrong = documents.filter((document, at) => canonicalJson(document) !== answers[at]!.text);
	expect(wrong).toEqual([]);
}, 300_000);
