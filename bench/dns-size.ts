import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import ts from 'typescript';

/** Bytes of Check DNS minified, with what it shares with the rest of the core. */
export interface Size {
	readonly code: number;
	/** What people read: titles, remedies, evidence. */
	readonly texts: number;
	/** The code if every member had a name of one or two letters: more than could ever be saved without leaving a check out. */
	readonly bare: number;
	/** Code and texts by folder, the largest first. */
	readonly folders: ReadonlyArray<readonly [folder: string, bytes: number]>;
}

const OPTIONS = {
	entryPoints: [join(__dirname, '../core/dns/check-domain.ts')],
	absWorkingDir: join(__dirname, '..'),
	bundle: true,
	minify: true,
	write: false,
	metafile: true,
	format: 'cjs',
	external: ['node:crypto', 'zod'],
} as const satisfies BuildOptions;

export function sizeOfDns(): Size {
	const { outputFiles, metafile } = buildSync(OPTIONS);
	const [file] = outputFiles;
	const [output] = Object.values(metafile.outputs);
	if (file === undefined || output === undefined) throw new Error('esbuild made nothing');
	const texts = bytesOfTexts(file.text);
	const folders = new Map<string, number>();
	for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
		const folder = path.slice(0, path.lastIndexOf('/'));
		folders.set(folder, (folders.get(folder) ?? 0) + bytesInOutput);
	}
	return {
		code: output.bytes - texts,
		texts,
		bare: bytesOfCode(buildSync({ ...OPTIONS, mangleProps: /^[a-zA-Z]/, mangleQuoted: true }).outputFiles),
		folders: [...folders].sort(([, a], [, b]) => b - a),
	};
}

function bytesOfCode(files: ReadonlyArray<{ readonly text: string }>): number {
	const text = files.map((file) => file.text).join('');
	return Buffer.byteLength(text) - bytesOfTexts(text);
}

/** Strings with a space in them: names of fields and records have none. */
function bytesOfTexts(script: string): number {
	const source = ts.createSourceFile('dns.js', script, ts.ScriptTarget.Latest);
	let bytes = 0;
	const visit = (node: ts.Node): void => {
		if ((ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) && node.text.includes(' '))
			bytes += Buffer.byteLength(node.getText(source));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return bytes;
}
