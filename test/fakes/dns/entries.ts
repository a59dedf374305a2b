import type { DnsRecord, Question } from '../../../core/dns/wire/message';
import { parseName } from '../../../core/dns/wire/name';
import { parseRecord, typeNumber } from './text';

/** One block between ENTRY_BEGIN and ENTRY_END of unbound's test files: a question with an answer. */
export interface Entry {
	readonly match: readonly string[];
	readonly reply: readonly string[];
	readonly question: Question;
	readonly answer: readonly DnsRecord[];
	readonly authority: readonly DnsRecord[];
	readonly additional: readonly DnsRecord[];
	/** The line of comment in front of it. */
	readonly comment: string;
}

type Section = 'question' | 'answer' | 'authority' | 'additional';

/** Reads the lines of a file from a position up to ENTRY_END; a line that is no record of a known type throws. */
export function readEntry(lines: readonly string[], comment: string): Entry {
	const words = (keyword: string) =>
		lines.filter((line) => line.startsWith(`${keyword} `)).flatMap((line) => line.split(/\s+/).slice(1));
	const sections: Record<Section, string[]> = { question: [], answer: [], authority: [], additional: [] };
	let section: Section | null = null;
	for (const line of lines) {
		const begins = /^SECTION (\w+)/.exec(line);
		if (begins !== null) section = begins[1]!.toLowerCase() as Section;
		else if (section !== null) sections[section].push(line);
	}
	const [name = '.', ...rest] = sections.question[0]?.split(/\s+/) ?? [];
	const type = rest.find((word) => word !== 'IN') ?? 'A';
	return {
		match: words('MATCH'),
		reply: words('REPLY'),
		question: { name: parseName(name), type: typeNumber(type) },
		answer: sections.answer.map(parseRecord),
		authority: sections.authority.map(parseRecord),
		additional: sections.additional.map(parseRecord),
		comment,
	};
}

/** All entries of a file that has nothing else. */
export function readEntries(text: string): Entry[] {
	const entries: Entry[] = [];
	let comment = '';
	let lines: string[] | null = null;
	for (const line of text.split('\n').map((each) => each.trim())) {
		if (line === 'ENTRY_BEGIN') lines = [];
		else if (line === 'ENTRY_END') {
			entries.push(readEntry(lines!, comment));
			lines = null;
			comment = '';
		} else if (line.startsWith(';')) comment = lines === null ? line.slice(1).trim() : comment;
		else if (line !== '') lines?.push(line);
	}
	return entries;
}
