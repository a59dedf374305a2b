import { type Case, type Check, fine, notChecked } from '../finding';
import { excerpt } from '../excerpt';
import type { Qualifier } from '../mail/spf/record';
import type { WideTerm } from '../mail/spf/wide';
import { shown } from '../wire/name';

export const spfOpen: Check = {
	severity: 'high',
	title: 'Anyone may send mail as this domain',
	basis: 'RFC 7208, section 5.1',
	remedy: 'End the SPF record with -all, or with ~all while you still find out who sends for you.',
	judge({ domain, mail: { spf } }) {
		const own = spf.audit.nodes.get(domain);
		if (own !== undefined && 'seen' in own && own.seen.records.length === 0) return fine;
		const { all } = spf.audit;
		const cases = [
			...('seen' in all ? casesOf(all.seen) : []),
			...spf.letIn.map(letIn),
			...spf.wide.map(wide),
		];
		if (cases.length > 0) return { cases: cases.slice(0, 1) };
		if ('notSeen' in all) return notChecked(all.notSeen);
		return 'notSeen' in spf.stranger ? notChecked(spf.stranger.notSeen) : fine;
	},
};

const letIn = (address: string): Case => ({
	evidence: `the policy lets ${address} send, an address that belongs to nobody`,
	remedy:
		'Find the part of the SPF record that lets every address send, often inside an include, and remove it.',
});

const wide = ({ text, of }: WideTerm): Case => ({
	evidence: `${excerpt(text)} in the record of ${shown(of)} lets nearly every address send`,
	remedy:
		'Write the networks of your senders with their real size behind the slash: the smaller the number, the more strangers are in.',
});

const said: Readonly<Record<Qualifier, string | null>> = {
	'+': 'the policy ends with +all: everybody may send',
	'?': 'the policy ends with ?all: it says nothing of anybody else',
	'~': null,
	'-': null,
};

function casesOf(all: Qualifier | null): Case[] {
	const evidence =
		all === null ? 'the policy has no all at its end: it says nothing of anybody else' : said[all];
	return evidence === null ? [] : [{ evidence }];
}
