import { type Name, parseName } from '../../wire/name';
import { wellFormed } from '../../wire/bytes';
import { excerpt } from '../../excerpt';

/** Where reports are sent. */
export interface ReportAddress {
	/** As it stands in the record. */
	readonly uri: string;
	/** The domain that receives it. */
	readonly host: Name;
}

const MAILTO = /^mailto:([^@?]+)@([^@?]+)/i;
const HTTPS = /^https:\/\/([^/?#@:]+)/i;
/** More are not read; receivers need not serve more than two. */
const MOST = 20;

/** The list of a `rua` or `ruf` tag (RFC 9989, section 4.6), undefined for none. */
export function parseAddresses(
	tag: string,
	list: string | undefined,
): { readonly addresses: readonly ReportAddress[]; readonly problems: readonly string[] } {
	const addresses: ReportAddress[] = [];
	const problems: string[] = [];
	const uris = list === undefined ? [] : list.split(',', MOST + 1).map((uri) => uri.trim());
	if (uris.length > MOST) problems.push(`${tag}= names more than ${MOST} addresses`);
	for (const uri of uris.slice(0, MOST)) {
		const [bare = '', size] = uri.split('!');
		if (size !== undefined) problems.push(`${tag}= limits the size of reports, which was removed from DMARC`);
		const host = hostOf(bare);
		if (host === null) problems.push(`${tag}= names ${excerpt(uri)}, which is no address for reports`);
		else addresses.push({ uri: bare, host });
	}
	return { addresses, problems };
}

function hostOf(uri: string): Name | null {
	const host = MAILTO.exec(uri)?.[2] ?? HTTPS.exec(uri)?.[1];
	if (host === undefined || !/^[a-z0-9_.-]+$/i.test(host)) return null;
	return wellFormed(() => parseName(host));
}
