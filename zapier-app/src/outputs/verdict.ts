import type { LiveVerdict } from '../../../core/operations/verify-log';
import { visible } from '../../../core/visible';
import { sampleLog } from './sample-log';
import { outputsFrom, type Shown } from './shown';

/**
 * A verdict as later steps can use it: its three parts each by itself, for no part stands for another. What was judged may
 * have been written by anybody; all of it is shown as a reader sees it.
 */
export const verdictRow = ({
	light,
	exitCode,
	sentence,
	next,
	log,
	files,
	signature,
	anchor,
}: LiveVerdict) => ({
	id: log === undefined || log === null ? 'unreadable' : visible(log.root),
	light,
	exitCode,
	sentence: visible(sentence),
	next: visible(next),
	files: files?.state ?? (light === 'red' ? 'damaged' : 'could not be read'),
	signature: signature?.state ?? 'not judged',
	anchor: anchor?.state ?? 'not judged',
	anchoredUpTo: anchor?.state === 'anchored' ? anchor.upTo : null,
	unprotected: anchor !== undefined && 'newer' in anchor ? anchor.newer : null,
	origin: log === undefined || log === null ? null : visible(log.origin),
	size: log?.size ?? null,
	entries: log?.entries ?? null,
	signedBy: log?.key ?? null,
});

const { origin, size, keys } = sampleLog;

/** What Verify shows. */
const shown = {
	id: { label: 'ID', sample: '+1mGl1h0vansLOV9fCRHF1rIHvW4lmirCeGPZ1obwZw=' },
	light: { label: 'Light', sample: 'green' },
	exitCode: { label: 'Exit Code', type: 'integer', sample: 0 },
	sentence: {
		label: 'Sentence',
		sample: `The log ${origin} agrees with itself in all ${String(size)} entries. It is signed by the pinned key ${String(keys[0])}. It agrees with 1 checkpoint kept outside up to size 40; 2 newer entries unprotected.`,
	},
	next: {
		label: 'Next',
		sample: 'Keep the checkpoint of this log outside as well, so that its newest entries are protected too.',
	},
	files: { label: 'Files', sample: 'agree' },
	signature: { label: 'Signature', sample: 'pinned key' },
	anchor: { label: 'Anchor', sample: 'anchored' },
	anchoredUpTo: { label: 'Anchored Until Entry', type: 'integer', sample: 40 },
	unprotected: { label: 'Entries Unprotected', type: 'integer', sample: 2 },
	origin: { label: 'Log', sample: origin },
	size: { label: 'Entries in the Log', type: 'integer', sample: size },
	entries: { label: 'Entries Seen', type: 'integer', sample: size },
	signedBy: { label: 'Signed by', sample: String(keys[0]) },
} satisfies Readonly<Record<string, Shown>>;

export const verdictOutput = outputsFrom(shown);
