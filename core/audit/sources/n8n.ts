import { z } from 'zod';
import { failure, plain, read, send } from '../../http';
import { baseAddress } from '../../names';
import { adminOf, setting } from '../../providers/settings';
import { sha256 } from '../../secret';
import { addressField } from '../../targets/n8n-api';
import { eventOf } from '../events/make';
import { readCursor } from './cursor';
import { differences, foundIn, reportShape } from './n8n-report';
import type { ReadSource } from './source';

/** More would not fit where the last report is kept. */
const MOST_FOUND = 3_000;

const cursorShape = z.object({
	v: z.literal(1),
	/** When the kept report was made, in ms since 1970. */
	at: z.number().int(),
	found: z.record(z.string(), z.record(z.string(), z.string().max(64))),
	/** Whether all of that report was kept. */
	whole: z.boolean(),
});
type Cursor = z.output<typeof cursorShape>;

/**
 * n8n's security audit, compared with that of the last time. The Community edition has no feed of events, so this tells
 * what is different, not who did it nor when in between.
 * Source: https://docs.n8n.io/hosting/securing/security-audit/ and the public API's POST /audit; shapes from the code of n8n 2.41.1, not tried on a running one.
 */
export const n8n: ReadSource<'address'> = {
	way: 'read',
	id: 'n8n',
	title: 'n8n Security Audit',
	docs: 'https://docs.n8n.io/hosting/securing/security-audit/',
	rights: 'An n8n API key of an owner or admin with the scope securityAudit:generate',
	promises: {
		delay: 0,
		kept: 0,
		visible: ['other'],
		notVisible: [
			'Who changed something and when: the Community edition keeps no events, so two reports are compared.',
			'What came and went between two looks.',
			'Log-ins, and credentials that were opened, shared or used.',
			'What was there before the first look: it is where the comparison begins.',
		],
	},
	fields: [addressField],
	open(settings, admin, host) {
		const base = baseAddress(setting(settings, 'address', 'Address'), 'Address');
		const secret = adminOf(admin, 'n8n');
		const where = 'n8n (security audit)';
		return {
			origin: new URL(base).origin,
			async read(cursor, until) {
				const before: Cursor | null = cursor === null ? null : readCursor(cursor, cursorShape, where);
				const response = await send(host, {
					where,
					method: 'POST',
					url: `${base}/api/v1/audit`,
					headers: { 'x-n8n-api-key': plain(secret) },
					json: {},
				});
				if (response.status !== 200) throw failure(response, where);
				const found = foundIn(read(response, reportShape, where));
				const count = Object.values(found).reduce((sum, under) => sum + Object.keys(under).length, 0);
				const whole = count <= MOST_FOUND;
				const at = before === null ? until : Math.max(until, before.at);
				const next: Cursor = { v: 1, at, found: whole ? found : {}, whole };
				const comparable = whole && before?.whole === true;
				const changes = comparable ? differences(before.found, found) : [];
				const events = changes.map(({ risk, what, change, mark }) =>
					eventOf(`${risk}\n${what}\n${change}\n${mark}`, {
						id: sha256([String(before?.at), risk, what, change, mark].join('\n')),
						time: at,
						source: 'n8n',
						action: 'other',
						operation: `${change}: ${risk}`,
						actor: 'not told by n8n',
						target: what,
						outcome: 'done',
						from: '',
					}),
				);
				const lost = before !== null && !comparable;
				const why = `this report or the last names more than ${MOST_FOUND} things, so they were not compared`;
				return {
					events,
					gaps: lost ? [{ from: before.at, to: at, why }] : [],
					notVisible: whole
						? []
						: [`What the report names: more than ${MOST_FOUND} things, too many to compare.`],
					cursor: JSON.stringify(next),
					readTo: at,
					more: false,
				};
			},
		};
	},
};
