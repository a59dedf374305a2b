// Writes a CycloneDX bill of materials of the whole repository and checks the part of it that ships.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { done, fail, npm, root } from './tools.mjs';

const OUTPUT = '.cache/sbom.cdx.json';
const LICENCES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0'];

process.chdir(root);
const sbom = (...args) =>
	JSON.parse(npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', ...args));

const everything = sbom();
mkdirSync('.cache', { recursive: true });
writeFileSync(OUTPUT, `${JSON.stringify(everything, null, '\t')}\n`);

// What ships: this package and what an installation of it would bring along. The peer, n8n itself, is already there.
const shipped = sbom('--omit', 'dev', '--omit', 'peer');
const components = shipped.components ?? [];
const licensed = [{ name: 'n8n-nodes-keyturn', licenses: ownLicence() }, ...components];
const complaints = [
	...components.map(({ name }) => `${name} would be installed with the package`),
	...licensed
		.filter(({ licenses }) => !licences(licenses).every((id) => LICENCES.includes(id)))
		.map(({ name, licenses }) => `${name} has the licence ${licences(licenses).join(', ')}`),
];
if (everything.components.length === 0) complaints.push('the bill of materials is empty');
if (complaints.length > 0) fail(complaints.map((complaint) => `sbom: ${complaint}`).join('\n'));

console.log(`sbom: ${OUTPUT} names ${everything.components.length} components, all for development`);
done(`sbom: ${components.length} runtime dependencies; what ships is ${licences(ownLicence()).join(', ')}`);

function ownLicence() {
	return [{ license: { id: JSON.parse(readFileSync('package.json', 'utf8')).license } }];
}

function licences(entries = []) {
	const ids = entries.map(({ license, expression }) => license?.id ?? license?.name ?? expression);
	return ids.length > 0 ? ids : ['unknown'];
}
