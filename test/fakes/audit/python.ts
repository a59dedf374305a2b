import { spawnSync } from 'node:child_process';

/** What a script for Python 3 prints as JSON, when it is given `input` as JSON: parsers that nobody here wrote. */
export function python(script: string, input: unknown): unknown {
	const { status, stdout, stderr, error } = spawnSync('python3', ['-I', '-c', script], {
		input: JSON.stringify(input),
		encoding: 'utf8',
		maxBuffer: 1e8,
		env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
	});
	if (error !== undefined || status !== 0) throw new Error(`python3 failed: ${error?.message ?? stderr}`);
	return JSON.parse(stdout) as unknown;
}

const HTML = `import json,sys
from html.parser import HTMLParser
class Reader(HTMLParser):
	def __init__(self):
		super().__init__(convert_charrefs=True); self.tags=[]; self.text=''; self.pre=''; self.inside=False
	def handle_starttag(self, tag, attrs): self.tags.append([tag, attrs]); self.inside = tag == 'pre'
	def handle_endtag(self, tag): self.tags.append(['/'+tag]); self.inside = False
	def handle_comment(self, data): self.tags.append(['comment'])
	def handle_decl(self, decl): self.tags.append(['declaration'])
	def handle_pi(self, data): self.tags.append(['instruction'])
	def handle_data(self, data):
		self.text += data
		if self.inside: self.pre += data
def read(page):
	reader = Reader(); reader.feed(page); reader.close()
	return {'tags': reader.tags, 'text': reader.text, 'pre': reader.pre}
print(json.dumps([read(page) for page in json.load(sys.stdin)]))`;

/** Pages as Python's parser of HTML reads them: tags with their attributes in order, the text, and that within `pre`. */
export const readHtml = (pages: readonly string[]) =>
	python(HTML, pages) as { readonly tags: unknown[]; readonly text: string; readonly pre: string }[];
