import {
	UserError,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
} from 'n8n-workflow';
import { authorised, refuseOtherHosts, refuseUnkept } from '../../core/backed/authorise';
import { isGood, type Cached } from '../../core/backed/cached';
import { refreshed, type Reason } from '../../core/backed/refresh';
import { backedSettings, type BackedSettings } from '../../core/backed/settings';
import { targetOf } from '../../core/backed/target';
import { KeyturnError } from '../../core/errors';
import type { Host } from '../../core/ports';
import type { VaultDriver } from '../../core/vaults/vault';
import { refuseDetours } from './detours';
import { hostOver } from './host';
import { outgoing, type Request } from './outgoing';
import { texts } from './texts';

/**
 * What became of one call with a credential. n8n hands the same decrypted object to `authenticate` and, when that or
 * the call fails, to `preAuthentication`: so the one can leave word for the other. Should a later n8n hand over copies,
 * nothing worse happens than a needless reading and a test that is red.
 */
type Word = 'stale' | 'read' | 'sent' | 'not allowed' | 'refused' | 'on trial' | 'tried out';
const words = new WeakMap<ICredentialDataDecryptedObject, Word>();

const reasons: Readonly<Record<Word, Reason | null>> = {
	stale: 'stale',
	read: null,
	sent: 'failed',
	'not allowed': 'not allowed',
	refused: null,
	'on trial': 'tried out',
	'tried out': null,
};

/**
 * Puts the cached value into a request, if it may go there and need not be read anew first. Otherwise nothing is sent:
 * n8n answers a 401 by calling `preAuthentication`, and then this once more.
 */
export async function authenticate(
	driver: VaultDriver,
	credentials: ICredentialDataDecryptedObject,
	request: Request,
): Promise<IHttpRequestOptions> {
	const leave = (word: Word) => words.set(credentials, word);
	if (isTrial(credentials, request)) {
		if (words.get(credentials) === 'tried out') return request;
		leave('on trial');
		throw unauthorized();
	}
	let url: URL;
	let settings: BackedSettings;
	try {
		url = targetOf(request.url || (request.uri ?? ''), request.baseURL);
		settings = backedSettings(texts(credentials));
		refuseOtherHosts(settings, url.origin);
		refuseDetours(request);
	} catch (error) {
		leave('refused');
		throw told(error, driver);
	}
	const cached = cachedIn(credentials);
	if (!isGood(cached, settings, Date.now())) {
		if (words.get(credentials) === 'read') throw told(tooLate, driver);
		leave('stale');
		throw unauthorized();
	}
	try {
		const placed = authorised(settings, cached, url.origin);
		leave('sent');
		return outgoing(request, url, placed, settings.placement.clearedOnRedirect);
	} catch (error) {
		leave('not allowed');
		throw told(error, driver);
	}
}

/**
 * Reads the value from the vault, for n8n to keep (encrypted) and use. Gives nothing when nothing has changed since a
 * call that failed, for n8n sends such a call again as soon as it is given anything, whatever the failure was.
 */
export async function preAuthentication(
	driver: VaultDriver,
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	try {
		const settings = texts(credentials);
		const cached = cachedIn(credentials);
		const word = words.get(credentials) ?? presumed(cached, backedSettings(settings));
		const reason = reasons[word];
		if (reason === null) return {};
		const host = hostOver(helper, 'n8n credential');
		const found = await read(driver, settings, host, cached, reason);
		words.set(credentials, word === 'on trial' ? 'tried out' : 'read');
		return found === null ? {} : stored(found);
	} catch (error) {
		throw told(error, driver);
	}
}

/** Without a word from `authenticate`: it would have sent a call with a value that is good. */
const presumed = (cached: Cached, terms: BackedSettings): Word =>
	isGood(cached, terms, Date.now()) ? 'sent' : 'stale';

async function read(
	driver: VaultDriver,
	texts: Readonly<Record<string, string>>,
	host: Host,
	cached: Cached,
	reason: Reason,
): Promise<Cached | null> {
	const settings = backedSettings(texts);
	const reader = driver.openReader(texts, host);
	const found = await refreshed(settings, cached, reason, reader, host.clock);
	if (reason !== 'tried out' || found === null) return found;
	refuseUnkept(settings, found);
	const excess = await reader.excess();
	const more = excess.length - MOST_NAMED;
	if (excess.length > 0)
		throw new KeyturnError(
			'RIGHT_MISSING',
			'Vault login',
			`it reads the key, and can do more than that: ${excess.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`,
			{
				next: 'Give it a policy that reads this one entry only, as in docs/policies/keyturn-key.hcl. Calls work meanwhile.',
			},
		);
	return found;
}

/** More rights than these are counted: a root token has them all. */
const MOST_NAMED = 6;

/** The address that the credential's test asks for: whether the vault is well, which it tells everybody. */
export const TRIAL_PATH = '/v1/sys/health';

function isTrial({ address }: ICredentialDataDecryptedObject, { url }: Request): boolean {
	return typeof address === 'string' && url === address.replace(/\/+$/, '') + TRIAL_PATH;
}

function cachedIn(credentials: ICredentialDataDecryptedObject): Cached {
	const { cachedSecret, fetchedAt, askedAt, fetchedFor, origins } = credentials;
	const text = (value: unknown) => (typeof value === 'string' ? value : '');
	return {
		value: text(cachedSecret),
		fetchedAt: Number(fetchedAt ?? 0),
		askedAt: Number(askedAt ?? 0),
		fetchedFor: text(fetchedFor),
		origins: text(origins)
			.split(' ')
			.filter((each) => each !== ''),
	};
}

const stored = ({ value, origins, ...rest }: Cached): IDataObject => ({
	cachedSecret: value,
	origins: origins.join(' '),
	...rest,
});

const tooLate = new KeyturnError('NO_ANSWER', 'Vault', 'it took longer than two Cache Times to answer', {
	next: 'Nothing was sent. Look why the vault is slow, or make the Cache Time longer.',
});

/** What n8n takes for an expired login: the only way to have the value read anew before anything is sent. */
const unauthorized = () =>
	Object.assign(new UserError('The cached key has to be read anew from the vault.'), {
		response: { status: 401 },
	});

/** One sentence in one message: the result of a credential's test shows nothing else. */
function told(error: unknown, { title }: VaultDriver): UserError {
	if (error instanceof KeyturnError) return new UserError(`${error.message}. ${error.next}`);
	return new UserError(`The key could not be read from ${title}. Test the credential, and report this.`);
}
