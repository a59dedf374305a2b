import { outputsFrom, type Shown } from './shown';

/** Everything that a step about a key may show, in the words of the n8n node. Names, ids, times and fingerprints only. */
const shown = {
	id: { label: 'Event', sample: 'marketing-summariser.openai@7' },
	key: { label: 'Key', sample: 'marketing-summariser.openai' },
	light: { label: 'Light', sample: 'yellow' },
	status: { label: 'Status', sample: 'waiting' },
	sentence: { label: 'Sentence', sample: 'The new key is in use. The old key still works until tomorrow.' },
	next: { label: 'Next', sample: 'Nothing to do: the next run revokes the old key.' },
	underWay: { label: 'Under Way', type: 'boolean', sample: true },
	dryRun: { label: 'Dry Run', type: 'boolean', sample: false },
	plan: {
		label: 'Plan',
		sample: 'Ask OpenAI for a new key. Revoke the old key and ask until it is refused.',
	},
	warnings: { label: 'Warnings', sample: 'No owner was named.' },
	oldKeyDiesAt: { label: 'Old Key Dies At', type: 'datetime', sample: '2030-01-31T09:00:00.000Z' },
	continueAt: { label: 'Continue At', type: 'datetime', sample: '2030-01-31T09:00:00.000Z' },
	dueAt: { label: 'Due At', type: 'datetime', sample: '2030-04-30T09:00:00.000Z' },
	app: { label: 'App', sample: 'marketing-summariser' },
	owner: { label: 'Owner', sample: 'Ada Lovelace' },
	risk: { label: 'Risk', sample: 'normal' },
	provider: { label: 'Provider', sample: 'openai' },
	keyId: { label: 'Key at the Provider', sample: 'svc_7' },
	fingerprint: { label: 'Fingerprint', sample: '9f2c64d1a07be358' },
	oldKeyId: { label: 'Old Key at the Provider', sample: 'svc_6' },
	ageDays: { label: 'Age in Days', type: 'integer', sample: 0 },
	notProvedDead: { label: 'Not Proved Dead', type: 'integer', sample: 0 },
	auditWaiting: { label: 'Audit Entries Waiting', type: 'integer', sample: 0 },
	proof: { label: 'Proof', sample: 'The provider refuses the old key (401) while it accepts the new one.' },
	steps: {
		label: 'Steps',
		sample: [{ at: '2030-01-30T09:00:00.000Z', step: 'New key in use' }],
		children: {
			at: { label: 'At', type: 'datetime' },
			step: { label: 'Step' },
		},
	},
} satisfies Readonly<Record<string, Shown>>;

/** What one step about a key shows. */
export const keyOutput = outputsFrom(shown);
