import { checkpointText, readCheckpoint } from '../../../../../core/audit/note/checkpoint';
import { EMPTY_ROOT } from '../../../../../core/audit/tree/hashes';

const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const GOOD = `example.com/behind-the-sofa\n20852163\n${ROOT}\n`;

it('reads the example of the specification (C2SP tlog-checkpoint)', () => {
	const { origin, size, root, extensions } = readCheckpoint(GOOD);
	expect([origin, size, Buffer.from(root).toString('base64'), extensions]).toEqual([
		'example.com/behind-the-sofa',
		20_852_163,
		ROOT,
		[],
	]);
	expect(checkpointText({ origin, size, root })).toBe(GOOD);
});

it('keeps lines that it does not know', () => {
	expect(readCheckpoint(`a.log/1\n0\n${ROOT}\nmore\n=\n`)).toMatchObject({
		origin: 'a.log/1',
		size: 0,
		extensions: ['more', '='],
	});
});

it.each([
	['nothing', '', 'CHECKPOINT_LINES'],
	['two lines', 'a\n1\n', 'CHECKPOINT_LINES'],
	['no line break at the end', GOOD.trimEnd(), 'CHECKPOINT_LINES'],
	['an empty origin', `\n1\n${ROOT}\n`, 'CHECKPOINT_EMPTY_LINE'],
	['an empty line after', `${GOOD}\n`, 'CHECKPOINT_EMPTY_LINE'],
	['a sentence for a name', `a.log is fine\n1\n${ROOT}\n`, 'CHECKPOINT_ORIGIN'],
	['a plus in the name', `a+b\n1\n${ROOT}\n`, 'CHECKPOINT_ORIGIN'],
	['a command to a terminal in the name', `a\u009b2J\n1\n${ROOT}\n`, 'CHECKPOINT_ORIGIN'],
	['a zero in front', `a\n01\n${ROOT}\n`, 'CHECKPOINT_SIZE'],
	['a sign', `a\n+1\n${ROOT}\n`, 'CHECKPOINT_SIZE'],
	['a minus', `a\n-1\n${ROOT}\n`, 'CHECKPOINT_SIZE'],
	['a space', `a\n1 \n${ROOT}\n`, 'CHECKPOINT_SIZE'],
	['a fraction', `a\n1.0\n${ROOT}\n`, 'CHECKPOINT_SIZE'],
	['an exponent', `a\n1e3\n${ROOT}\n`, 'CHECKPOINT_SIZE'],
	['digits of another script', `a\n١\n${ROOT}\n`, 'CHECKPOINT_SIZE'],
	['2^53', `a\n9007199254740992\n${ROOT}\n`, 'CHECKPOINT_SIZE'],
	['a number that no double holds', `a\n${'9'.repeat(400)}\n${ROOT}\n`, 'CHECKPOINT_SIZE'],
	['a root of 31 bytes', `a\n1\n${Buffer.alloc(31).toString('base64')}\n`, 'CHECKPOINT_ROOT'],
	['a root of 33 bytes', `a\n1\n${Buffer.alloc(33).toString('base64')}\n`, 'CHECKPOINT_ROOT'],
	['a root without padding', `a\n1\n${ROOT.slice(0, -1)}\n`, 'CHECKPOINT_ROOT'],
	['a root in the alphabet for addresses', `a\n1\n${ROOT.replace('/', '_')}\n`, 'CHECKPOINT_ROOT'],
	['a root with other bits at its end', `a\n1\n${ROOT.replace('I=', 'J=')}\n`, 'CHECKPOINT_ROOT'],
	['a root and a space', `a\n1\n${ROOT} \n`, 'CHECKPOINT_ROOT'],
])('refuses %s', (_what, text, expected) => {
	expect(() => readCheckpoint(text)).toThrow(expect.objectContaining({ code: expected }));
});

it('writes no checkpoint of a log whose name cannot be a key’s', () => {
	for (const origin of ['', 'a b', 'a+b', 'a\nb'])
		expect(() => checkpointText({ origin, size: 0, root: EMPTY_ROOT })).toThrow(/name/);
});
