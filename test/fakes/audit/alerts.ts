import type { Alert } from '../../../core/audit/alerts/alert';

/** As a log signs it: origin, size, root, an empty line, the signature. */
export const CHECKPOINT = [
	'keyturn.example/audit',
	'48213',
	'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
	'',
	'— keyturn.example/audit Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=',
	'',
].join('\n');

export const alertWith = (more: Partial<Alert> = {}): Alert => ({
	id: '7c1f0e55a2d94b38',
	rule: 'secret-read-by-someone-new',
	state: 'opened',
	severity: 'high',
	title: 'A secret was read by someone new',
	sentence: 'prod/summariser was read 20 times in 15 minutes by build-agent-7, who never read it before.',
	next: 'Ask who runs build-agent-7. If nobody knows, rotate prod/summariser in emergency mode.',
	target: 'prod/summariser',
	evidence: [
		{ label: 'Who', text: 'arn:aws:iam::123456789012:user/build-agent-7' },
		{ label: 'From', text: '192.0.2.7' },
		{ label: 'Events', text: '20 times GetSecretValue, 12:00 to 12:15 UTC' },
	],
	at: Date.UTC(2030, 0, 1, 12, 15),
	checkpoint: CHECKPOINT,
	...more,
});

/** One text in each place of an alert that can hold one. */
export const alertPlaces: Readonly<Record<string, (text: string) => Alert>> = {
	id: (id) => alertWith({ id }),
	rule: (rule) => alertWith({ rule }),
	title: (title) => alertWith({ title }),
	sentence: (sentence) => alertWith({ sentence }),
	next: (text) => alertWith({ next: `now ${text}` }),
	target: (target) => alertWith({ target }),
	'label of evidence': (label) => alertWith({ evidence: [{ label, text: 'text' }] }),
	evidence: (text) => alertWith({ evidence: [{ label: 'Who', text }] }),
	everything: (text) =>
		alertWith({
			...{ id: text, rule: text, title: text, sentence: text, next: `now ${text}`, target: text },
			evidence: Array.from({ length: 30 }, () => ({ label: text, text })),
		}),
};
