import type { LogReport } from '../../../core/operations/audit-log';
import type { EntryRow } from '../../../core/operations/export-log';
import { visible } from '../../../core/visible';
import { sampleEntry, sampleLeaf, sampleLog, sampleProof } from './sample-log';
import { outputsFrom, type Shown } from './shown';

/** How the log stands, as later steps can use it. Checkpoint and keys are handed on as they are: others compare them. */
export const logRow = ({ light, sentence, next, store, refused, keys, ...rest }: LogReport) => ({
	...rest,
	id: rest.root,
	light,
	sentence: visible(sentence),
	next: visible(next),
	store: visible(store),
	refused: refused.map((why) => ({ why: visible(why) })),
	publicKey: keys.at(-1) ?? '',
	publicKeys: keys.join('\n'),
});

/**
 * One entry as a reader sees it. Who wrote it may have named anything in it; only the leaf, which is hashed, is as it
 * stands in the log.
 */
export const entryRow = ({ index, time, kind, key, actor, facts, leafHash }: EntryRow, leaf: string) => ({
	index,
	time,
	kind: visible(kind),
	subject: visible(key),
	actor: visible(actor),
	facts: Object.entries(facts).map(([name, value]) => ({
		name: visible(name),
		value: visible(String(value)),
	})),
	leafHash,
	leaf,
});

const log = logRow(sampleLog);
const entry = entryRow(sampleEntry, sampleLeaf);

/** Everything that a step about the audit log may show, in the words of the n8n node. Names, hashes and public keys only. */
const shown = {
	id: { label: 'ID', sample: log.id },
	light: { label: 'Light', sample: log.light },
	sentence: { label: 'Sentence', sample: log.sentence },
	next: { label: 'Next', sample: log.next },
	dryRun: { label: 'Dry Run', type: 'boolean', sample: false },
	origin: { label: 'Log', sample: log.origin },
	store: { label: 'Store', sample: log.store },
	size: { label: 'Entries in the Log', type: 'integer', sample: log.size },
	root: { label: 'Root', sample: log.root },
	checkpoint: { label: 'Checkpoint', sample: log.checkpoint },
	publicKey: { label: 'Public Key', sample: log.publicKey },
	publicKeys: { label: 'All Public Keys', sample: log.publicKeys },
	added: { label: 'Entries Added', type: 'integer', sample: log.added },
	waiting: { label: 'Entries Waiting', type: 'integer', sample: log.waiting },
	refused: {
		label: 'Left Out',
		sample: [{ why: 'Audit entries at 5a3f90c2d17be864019c7d52/7: they were not written by Keyturn' }],
		children: { why: { label: 'Why' } },
	},
	file: { label: 'File', type: 'file', sample: 'https://files.example.com/audit-log-42.tar' },
	format: { label: 'Format', sample: 'bundle' },
	entries: { label: 'Entries in the File', type: 'integer', sample: 42 },
	fileHash: {
		label: 'SHA-256 of the File',
		sample: '39d18ae5c0f42d7e9b6603f1a8c57be24d90e1fb7c3a5846d20f9be6147ac583',
	},
	index: { label: 'Entry Number', type: 'integer', sample: entry.index },
	time: { label: 'Time', type: 'datetime', sample: entry.time },
	kind: { label: 'Kind', sample: entry.kind },
	subject: { label: 'Subject', sample: entry.subject },
	actor: { label: 'Done By', sample: entry.actor },
	facts: {
		label: 'Facts',
		sample: entry.facts,
		children: { name: { label: 'Name' }, value: { label: 'Value' } },
	},
	leafHash: { label: 'Entry Hash', sample: entry.leafHash },
	leaf: { label: 'Hashed Entry', sample: entry.leaf },
	proof: { label: 'Proof', sample: sampleProof },
} satisfies Readonly<Record<string, Shown>>;

/** What one step about the audit log shows. */
export const logOutput = outputsFrom(shown);
