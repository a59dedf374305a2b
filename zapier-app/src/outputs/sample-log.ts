import type { LogReport } from '../../../core/operations/audit-log';
import type { EntryRow } from '../../../core/operations/export-log';

const ORIGIN = 'keyturn.dev/log/5a3f90c2d17be864019c7d52';

const checkpoint = `${ORIGIN}
42
+1mGl1h0vansLOV9fCRHF1rIHvW4lmirCeGPZ1obwZw=

— ${ORIGIN} uAcY5e4Wbq+HzF7jSoocQxasopOCcsz7jxhbCX82uD3rUclxPxh6oFhyRLBMGCwlde7xOXkfdzW5iFL1VCD/3eD1Tg8=
`;

/** What Zapier shows before a step was tested. Signature and proof are good ones, of a made-up log. */
export const sampleLog: LogReport = {
	light: 'green',
	sentence: 'The audit log holds 42 entries, signed up to the newest.',
	next: 'Keep the checkpoint where nobody who runs Keyturn can change it.',
	origin: ORIGIN,
	store: 'the vault at https://vault.example.com',
	size: 42,
	root: 'fb5986975874bda9ec2ce57d7c2447175ac81ef5b89668ab09e18f675a1bc19c',
	checkpoint,
	keys: [`${ORIGIN}+b80718e5+AYzfy/YIo5s6HNJEdzJBe/SjvbmSZeeAT5YjbwC6jSYF`],
	added: 1,
	waiting: 0,
	refused: [],
};

const at = Date.UTC(2030, 0, 31, 9);

export const sampleEntry: EntryRow = {
	index: 17,
	id: '8e21c4f7a9035bd6120fe34a/9',
	at,
	time: new Date(at).toISOString(),
	kind: 'old key proved dead',
	key: 'marketing-summariser.openai',
	actor: 'n8n',
	facts: { keyId: 'svc_6', status: 401 },
	leafHash: '11f1c9b98eff422c4b9d766365e4f8425f4ebad421fe459341246ccfc3622448',
};

export const sampleLeaf =
	'{"actor":"n8n","at":1896080400000,"facts":{"keyId":"svc_6","status":401},"id":"8e21c4f7a9035bd6120fe34a/9","key":"marketing-summariser.openai","kind":"old key proved dead"}';

export const sampleProof = `c2sp.org/tlog-proof@v1
index 17
zsOZ/5wDP2B7Pi/5xfGuWuUyjEdwZbL77JYJZQYhKkE=
yiYr+g7pExQGnnEzWo7FGe17KB6I4Fv7D8WhumClvX0=
/irnSnbT50LrLt2Cp9lgY83qMOU708nWPR9PzdwNbuQ=
6McQY7cWFdalbMyS5oBu15+ihF4APmmJcshTYlyZIwg=
BK9Angyi/IbkHhVBpPdQ1CqIN3H6nb6CxwZYFYbtoQM=
D+teWcGk5xTwinnKu/RB1s0TIn05ofjRx0bckfaOnT4=

${checkpoint}`;
