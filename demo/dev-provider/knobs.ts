import { isJsonObject } from '../http/plain';
import type { JsonObject } from '../http/plain';

/** Faults that can be set while the server runs; every default is the good behaviour. */
export interface DevProviderKnobs {
	/** A created key is missing from the list that long, as where lists come from a replica. */
	listDelayMs: number;
	/** A deleted key is still accepted that long (Unleash: 49 to 60 s). */
	revokeDelayMs: number;
	/** A new key is refused that long, as where keys reach the edge late (AWS IAM). */
	activateDelayMs: number;
	/** DELETE of a key that is not there answers 200 (Unleash). */
	deleteMissingAnswers200: boolean;
	/** Whoami with no key or a made-up one answers 200 with an empty object (Verdaccio). */
	anonymous200: boolean;
	/** The status for a dead key: 401 is usual, 403 is JupyterHub, 200 with an error in the body also exists. */
	deadAnswer: 200 | 401 | 403;
	/** Lists show the whole value (Unleash; RabbitMQ shows password hashes). */
	leakingList: boolean;
	/** Whether a second key may have the name of a living one (JupyterHub and Cloudflare allow it). */
	duplicateNames: 'refuse' | 'allow';
	/** How many keys may exist at once, null for any number (AWS IAM: 2). */
	keyLimit: number | null;
	/** The next `count` requests answer 429 with Retry-After. */
	rateLimitNext: { count: number; retryAfterSeconds: number };
	/** The next n creates take effect and their answer is lost on the way. */
	loseAnswerAfterCreate: number;
	/** The next n requests get a proxy's 502 page in HTML. */
	htmlErrorNext: number;
	/** The next `count` requests answer that status and have no effect. */
	failNext: { status: number; count: number };
	/** The three `Next` faults hit only paths that start so, and never knobs and stats. */
	faultPath: string;
	/** An expiry is accepted and shown, and then not enforced. */
	ignoresExpiry: boolean;
	/** Error bodies repeat the presented key, as some gateways do in their messages. */
	echoKeyInErrors: boolean;
}

export function goodKnobs(): DevProviderKnobs {
	return {
		listDelayMs: 0,
		revokeDelayMs: 0,
		activateDelayMs: 0,
		deleteMissingAnswers200: false,
		anonymous200: false,
		deadAnswer: 401,
		leakingList: false,
		duplicateNames: 'refuse',
		keyLimit: null,
		rateLimitNext: { count: 0, retryAfterSeconds: 1 },
		loseAnswerAfterCreate: 0,
		htmlErrorNext: 0,
		failNext: { status: 500, count: 0 },
		faultPath: '/v1/',
		ignoresExpiry: false,
		echoKeyInErrors: false,
	};
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isOneOf =
	(...values: unknown[]) =>
	(value: unknown): boolean =>
		values.includes(value);
const isCounts =
	(...names: string[]) =>
	(value: unknown): boolean =>
		isJsonObject(value) &&
		Object.keys(value).length === names.length &&
		names.every((name) => isCount(value[name]));

const VALID: Readonly<Record<keyof DevProviderKnobs, (value: unknown) => boolean>> = {
	listDelayMs: isCount,
	revokeDelayMs: isCount,
	activateDelayMs: isCount,
	deleteMissingAnswers200: isFlag,
	anonymous200: isFlag,
	deadAnswer: isOneOf(200, 401, 403),
	leakingList: isFlag,
	duplicateNames: isOneOf('refuse', 'allow'),
	keyLimit: (value) => value === null || isCount(value),
	rateLimitNext: isCounts('count', 'retryAfterSeconds'),
	loseAnswerAfterCreate: isCount,
	htmlErrorNext: isCount,
	failNext: (value) => isCounts('status', 'count')(value) && isStatus((value as { status: number }).status),
	faultPath: (value) => typeof value === 'string',
	ignoresExpiry: isFlag,
	echoKeyInErrors: isFlag,
};

function isStatus(value: number): boolean {
	return value >= 400 && value <= 599;
}

/** Sets the named knobs and keeps the others; gives the name of one that is unknown or does not fit, then sets none. */
export function setKnobs(knobs: DevProviderKnobs, wanted: JsonObject): string | undefined {
	const valid: Readonly<Record<string, (value: unknown) => boolean>> = VALID;
	const wrong = Object.entries(wanted).find(
		([name, value]) => !Object.hasOwn(valid, name) || valid[name]?.(value) !== true,
	);
	if (wrong !== undefined) return wrong[0];
	Object.assign(knobs, structuredClone(wanted));
	return undefined;
}
