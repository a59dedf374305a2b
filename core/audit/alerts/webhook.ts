import type { Host, HttpRequest } from '../../ports';
import type { Secret } from '../../secret';
import { signedHeaders } from '../../signed-request';
import { plainJson } from '../formats/plain-json';
import type { Alert, AlertForm } from './alert';

/** The alert as it is, uncut, for a program: texts in it are data. */
export const webhook: AlertForm = {
	title: 'Signed Webhook',
	render: (alert) => ({ type: 'keyturn.alert', ...alert }),
};

/**
 * The request that tells an alert to `url`, signed as docs/http-hook.md says. Throws ORIGIN_REFUSED when the signing
 * secret's keeper did not allow the address.
 */
export function signedWebhook(
	host: Host,
	secret: Secret,
	url: string,
	alert: Alert,
): Pick<HttpRequest, 'method' | 'url' | 'headers'> & { readonly body: string } {
	const body = plainJson(webhook.render(alert));
	const headers = signedHeaders(host, secret, { method: 'POST', url, body });
	return { method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, body };
}
