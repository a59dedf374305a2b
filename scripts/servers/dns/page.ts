import { shown } from '../../../core/dns/wire/name';
import { typeName } from '../../../core/dns/wire/types';
import { explanations } from './explanations';
import type { Looks } from './looks';
import type { OracleAnswer } from './oracle';
import { checkers, type Recorded } from './others';
import { type ZoneId, zoneOf } from './zones';

const [BEGIN, END] = ['<!-- verdicts:begin -->', '<!-- verdicts:end -->'];

/** The page with fresh tables between its two marks. */
export function withTables(page: string, looks: readonly Looks[], recorded: Recorded): string {
	const [before, rest] = page.split(BEGIN);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined) throw new Error(`the page lacks ${BEGIN} or ${END}`);
	return `${before}${BEGIN}\n${tables(looks, recorded)}\n${END}${after}`;
}

function tables(looks: readonly Looks[], recorded: Recorded): string {
	const own = looks.filter(({ asked }) => asked.what === 'address');
	const others = looks.filter(({ asked }) => asked.what !== 'address');
	const versions = checkers.map((checker) => `${checker} ${recorded.versions[checker]}`);
	return [
		'### The address of each zone\n',
		table(
			['Zone', 'What is special', 'Keyturn', 'BIND', 'unbound', ...versions, 'Where they differ'],
			own.map((look) => [
				`\`${look.asked.zone}\``,
				zoneOf(look.asked.zone).about,
				...verdicts(look),
				...checkers.map((checker) => complaints(recorded.zones[look.asked.zone][checker])),
				explanations[look.asked.zone] ?? '',
			]),
		),
		'\n### Names that are not there, aliases and wildcards\n',
		table(
			['Question', 'What it is', 'Keyturn', 'BIND', 'unbound'],
			others.map((look) => [
				`\`${shown(look.asked.name)}\` ${typeName(look.asked.type)}`,
				look.asked.what,
				...verdicts(look),
			]),
		),
	].join('\n');
}

const verdicts = ({ ours: { verdict }, bind, unbound }: Looks): string[] => [
	verdict.link === null ? verdict.security : `${verdict.security}: ${verdict.link.reason}`,
	answered(bind),
	answered(unbound),
];

/** `SERVFAIL (7)`, with the code of the extended error. */
const answered = ({ says, extended }: OracleAnswer): string =>
	extended.length === 0 ? says : `${says} (${extended.map(({ code }) => code).join(', ')})`;

const complaints = (codes: readonly string[]): string => (codes.length === 0 ? 'clean' : codes.join(', '));

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
	[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Zones of which not everybody says the same, although nobody explains why. */
export const unexplained = (looks: readonly Looks[], { zones }: Recorded): ZoneId[] =>
	looks
		.filter(({ asked }) => asked.what === 'address')
		.filter(({ asked: { zone }, ours: { verdict }, bind, unbound }) => {
			const refused = [verdict.security === 'bogus', bind.says === 'SERVFAIL', unbound.says === 'SERVFAIL'];
			const objections = checkers.map((checker) => zones[zone][checker].length > 0);
			return new Set([...refused, ...objections]).size > 1 && explanations[zone] === undefined;
		})
		.map(({ asked }) => asked.zone);
