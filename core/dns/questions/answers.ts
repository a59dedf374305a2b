import { z } from 'zod';
import { auditEntry } from '../../audit/entry';
import type { Context } from '../../operations/context';
import { type KeptDocument, openKept } from '../../kept/document';
import { type Name, shown } from '../wire/name';
import { questionIds } from './questions';

const text = z.string().max(2_000);

const answer = z.object({
	at: z.number().int(),
	answer: z.enum(['yes', 'no']),
	/** Who said so, as he typed his name. */
	by: z.string().min(1).max(200),
});
export type Answer = z.output<typeof answer>;

/** What people answered about one domain. */
const answersSchema = z.object({
	v: z.literal(1),
	domain: text,
	uid: text,
	writes: z.array(text).max(8),
	answers: z.record(z.enum(questionIds), answer),
	sequence: z.number().int().min(0),
	outbox: z.array(auditEntry).max(500),
});
export type Answers = z.output<typeof answersSchema>;

/** Opens what is kept of a domain's answers; empty when nothing is. Throws FORGED when it is not what Keyturn wrote. */
export const openAnswers = (context: Context, domain: Name): Promise<KeptDocument<Answers>> =>
	openKept(context, {
		folder: 'zones',
		id: `${shown(domain)}/answers`,
		where: `Answers about ${shown(domain)}`,
		subject: shown(domain),
		schema: answersSchema,
		empty: (uid) => ({ v: 1, domain, uid, writes: [], answers: {}, sequence: 0, outbox: [] }),
	});
