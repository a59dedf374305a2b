import { z } from 'zod';
import { auditEntry } from '../../audit/entry';
import { keyName } from '../../names';
import type { Context } from '../../operations/context';
import { type KeptDocument, openKept } from '../../kept/document';
import { marksSchema } from './marks';

const text = z.string().max(300);
const time = z.number().int();

/** One request out of an allowance. */
const use = z.object({
	/** When it was sent; of one that is set aside, until when it may be. */
	at: time,
	/** The run that has set it aside; '' when it was sent. */
	by: text,
});
export type Use = z.output<typeof use>;

/** What is kept of a portfolio: how far it was looked at, and how much of the hourly limits is used. */
const documentSchema = z.object({
	v: z.literal(1),
	name: text,
	uid: text,
	/** The latest writes, the newest last: a write whose answer was lost is found here. */
	writes: z.array(text).max(8),
	/** In a round each domain is looked at once; 0 before the first. */
	round: z.number().int().min(0),
	marks: marksSchema,
	/** Searches of certificate logs in the last hour. */
	searches: z.array(use).max(100),
	/** Hosts that want no requests, and until when. */
	pauses: z.record(text, time),
	sequence: z.number().int().min(0),
	outbox: z.array(auditEntry).max(0),
});
export type PortfolioDocument = z.output<typeof documentSchema>;

/**
 * Opens what is kept of a portfolio; empty when nothing is. Throws BAD_INPUT for a name that is none, FORGED when it is
 * not what Keyturn wrote. Every domain has a dot, so none is kept where portfolios are.
 */
export const openPortfolio = (context: Context, given: string): Promise<KeptDocument<PortfolioDocument>> => {
	const name = keyName(given, 'Portfolio');
	return openKept(context, {
		folder: 'zones',
		id: `portfolios/${name}`,
		where: `Portfolio ${name}`,
		subject: name,
		schema: documentSchema,
		empty: (uid) => ({
			v: 1,
			name,
			uid,
			writes: [],
			round: 0,
			marks: '',
			searches: [],
			pauses: {},
			sequence: 0,
			outbox: [],
		}),
	});
};
