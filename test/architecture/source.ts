import { posix } from 'node:path';
import ts from 'typescript';

/** One file of the repository, or one made up by a test. */
export interface Source {
	/** Relative to the repository, with forward slashes. */
	readonly path: string;
	readonly text: string;
}

/** What a file imports: the path of another source without its extension, or the name of a package. */
export interface Import {
	readonly own: boolean;
	readonly target: string;
}

/** Imports of every kind: static, type-only, dynamic, re-exports and `require`. */
export function importsOf({ path, text }: Source): Import[] {
	return ts
		.preProcessFile(text, true, true)
		.importedFiles.map(({ fileName }) =>
			fileName.startsWith('.')
				? { own: true, target: posix.join(posix.dirname(path), fileName).replace(/\.[jt]s$/, '') }
				: { own: false, target: fileName },
		);
}

/** The top folder of a path: `core` of `core/http.ts`. */
export const topOf = (path: string) => path.split('/')[0] ?? '';

/** Every node of the file's syntax tree. */
export function nodesOf({ path, text }: Source): ts.Node[] {
	const nodes: ts.Node[] = [];
	const visit = (node: ts.Node) => {
		nodes.push(node);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
	return nodes;
}

/** Whether an identifier only names a member or a declaration (`options.process`, `{ process: 1 }`). */
export function isMemberName(identifier: ts.Identifier) {
	const { parent } = identifier;
	if (ts.isPropertyAccessExpression(parent)) return parent.name === identifier;
	if (ts.isQualifiedName(parent)) return parent.right === identifier;
	return (
		(ts.isPropertyAssignment(parent) ||
			ts.isPropertySignature(parent) ||
			ts.isPropertyDeclaration(parent) ||
			ts.isMethodDeclaration(parent) ||
			ts.isMethodSignature(parent)) &&
		parent.name === identifier
	);
}

export function isDefaultExport(node: ts.Node) {
	if (ts.isExportAssignment(node)) return !node.isExportEquals;
	if (ts.isExportSpecifier(node)) return node.name.text === 'default';
	return (
		ts.canHaveModifiers(node) &&
		(ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
	);
}
