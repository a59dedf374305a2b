import { z } from 'zod';
import { severities } from '../../dns/finding';

/** An alert as it is read back, from a message or from what was kept: texts of that length, so many pieces of evidence. */
export function bareAlertShape(longest: number, mostEvidence: number) {
	const text = z.string().max(longest);
	return z.object({
		id: text,
		rule: text,
		state: z.enum(['opened', 'still open', 'closed']),
		severity: z.enum(severities),
		title: text,
		sentence: text,
		next: text,
		target: text,
		evidence: z.array(z.object({ label: text, text })).max(mostEvidence),
		at: z.number().finite(),
	});
}
