import { z } from 'zod';
import { KeyturnError } from '../../errors';
import type { Call } from '../../http';
import type { Host } from '../../ports';
import type { Secret } from '../../secret';
import { signedHeaders } from '../../signed-request';
import { plainJson } from '../formats/plain-json';
import type { Alert, AlertForm } from './alert';
import { bareAlertShape } from './shape';

const TYPE = 'keyturn.alert';

/** The alert as it is, uncut, for a program: texts in it are data. */
export const webhook: AlertForm = {
	title: 'Signed Webhook',
	render: (alert) => ({ type: TYPE, ...alert }),
};

const LONGEST = 20_000;
const MOST_EVIDENCE = 1_000;

const alertShape = bareAlertShape(LONGEST, MOST_EVIDENCE).extend({
	checkpoint: z.string().max(LONGEST).nullable(),
});

const message = z
	.object({ type: z.literal(TYPE) })
	.passthrough()
	.pipe(alertShape);

/**
 * The alert in a message that `webhook` rendered. Nothing else may be signed: the receiver takes the signature for
 * Keyturn's word. Throws BAD_INPUT for what is no such message.
 */
export function alertIn(given: unknown): Alert {
	const parsed = message.safeParse(given);
	if (!parsed.success)
		throw new KeyturnError('BAD_INPUT', 'Alert', 'this is no alert in the form Signed Webhook', {
			next: 'Choose Signed Webhook under Message For in Watch or Receive, leave out the rows whose state is "look", and give the member message of the others.',
		});
	return parsed.data;
}

/**
 * The request that tells an alert to `url`, signed as docs/http-hook.md says. Throws ORIGIN_REFUSED when the signing
 * secret's keeper did not allow the address.
 */
export function signedWebhook(
	host: Host,
	secret: Secret,
	url: string,
	alert: Alert,
): Pick<Call, 'method' | 'url'> & { readonly headers: Record<string, string>; readonly body: string } {
	const body = plainJson(webhook.render(alert));
	return { method: 'POST', url, headers: signedHeaders(host, secret, { method: 'POST', url, body }), body };
}
