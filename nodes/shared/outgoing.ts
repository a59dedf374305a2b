import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Placed } from '../../core/backed/placement';

/** A request as either of n8n's two ways of sending one describes it; the older has `uri`. */
export interface Request extends IHttpRequestOptions {
	uri?: string;
}

/**
 * A copy of the request with the value in it, to exactly `url`. A copy, because n8n shows what became of the request
 * that it was given.
 */
export function outgoing(
	request: Request,
	url: URL,
	placed: Placed,
	clearedOnRedirect: boolean,
): IHttpRequestOptions {
	const { headers = {}, qs } = request;
	const taken = [...Object.keys(placed.headers), ...(placed.login === null ? [] : ['authorization'])];
	const others = Object.entries(headers).filter(([name]) => !taken.includes(name.toLowerCase()));
	const { ...rest } = request;
	delete rest.uri;
	delete rest.baseURL;
	delete rest.auth;
	return {
		...rest,
		url: url.href,
		headers: { ...Object.fromEntries(others), ...placed.headers },
		...(qs === undefined && Object.keys(placed.query).length === 0 ? {} : { qs: { ...qs, ...placed.query } }),
		...(placed.login === null ? {} : { auth: placed.login }),
		...redirects(url, clearedOnRedirect),
	};
}

/**
 * No value goes along to another origin. n8n's clients take the header `authorization` out before they follow a redirect,
 * but not on the way to a subdomain, nor from http to https: so only the same host may be redirected to, and http stays
 * http. With a value anywhere else no redirect is followed.
 */
function redirects(url: URL, clearedOnRedirect: boolean): object {
	const couldBeUpgraded = url.protocol === 'http:' && url.port === '';
	return clearedOnRedirect && !couldBeUpgraded
		? { allowedDomains: url.hostname, sendCredentialsOnCrossOriginRedirect: false }
		: { maxRedirects: 0, disableFollowRedirect: true, followRedirect: false, followAllRedirects: false };
}
