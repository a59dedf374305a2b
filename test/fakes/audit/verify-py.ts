import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyMachine } from '../empty-machine';

/** What verify.py is given. */
export interface PyCase {
	readonly bundle: Uint8Array;
	readonly pinned: string;
	readonly outside: string;
}

const JUDGE = `import contextlib, io, json, sys
code = compile(open("verify.py").read(), "verify.py", "exec")
def end_of(number):
    sys.argv = ["verify.py"] + ["%d.%s" % (number, part) for part in ("tar", "pin", "out")]
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(code, {"__name__": "__main__"})
    except SystemExit as end:
        return 1 if isinstance(end.code, str) else end.code
    return 0
`;

/**
 * How verify.py ends for each, one after the other in one process: starting Python hundreds of times would take minutes.
 * What it does not catch itself is not caught here either.
 */
export function endsOfVerifyPy(cases: readonly PyCase[]): readonly number[] {
	const machine = emptyMachine(new Uint8Array(0), '', '');
	for (const [at, { bundle, pinned, outside }] of cases.entries()) {
		writeFileSync(join(machine.folder, `${at}.tar`), bundle);
		writeFileSync(join(machine.folder, `${at}.pin`), `${pinned}\n`);
		writeFileSync(join(machine.folder, `${at}.out`), outside);
	}
	writeFileSync(
		join(machine.folder, 'judge.py'),
		`${JUDGE}print(json.dumps([end_of(number) for number in range(${cases.length})]))\n`,
	);
	const { said } = machine.run('python3 judge.py');
	return JSON.parse(said) as number[];
}
