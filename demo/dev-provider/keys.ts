import { toToken } from '../http/plain';
import type { JsonObject } from '../http/plain';
import { refuse, timeText } from './call';
import type { Answer, Call } from './call';
import { hashOf } from './state';
import type { KeyState } from './state';

export const PAGE_SIZE = 50;

const existing = (call: Call): KeyState[] => call.state.keys.filter((key) => key.deletedMs === null);
const find = (call: Call): KeyState | undefined => existing(call).find((key) => key.id === call.id);
const missing = refuse(404, 'not_found');

/** What lists show: never the value. */
function facts(key: KeyState): JsonObject {
	return {
		id: key.id,
		name: key.name,
		scopes: key.scopes,
		createdAt: timeText(key.createdMs),
		expiresAt: timeText(key.expiresMs),
		disabled: key.disabled,
		lastUsedAt: timeText(key.lastUsedMs),
	};
}

/** Makes a key and shows its value this once; without scopes it may do everything. */
export function createKey(call: Call): Answer {
	const { body, state } = call;
	const { name, scopes = ['*'], expiresInSeconds = null } = body;
	if (typeof name !== 'string' || name === '' || name.length > 200) {
		return refuse(400, 'bad_request', 'name must be text of 1 to 200 letters');
	}
	if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string')) {
		return refuse(400, 'bad_request', 'scopes must be a list of text');
	}
	if (
		expiresInSeconds !== null &&
		!(Number.isSafeInteger(expiresInSeconds) && Number(expiresInSeconds) > 0)
	) {
		return refuse(400, 'bad_request', 'expiresInSeconds must be a whole number above 0');
	}
	const keys = existing(call);
	if (state.knobs.duplicateNames === 'refuse' && keys.some((key) => key.name === name)) {
		return refuse(409, 'name_taken');
	}
	if (state.knobs.keyLimit !== null && keys.length >= state.knobs.keyLimit)
		return refuse(409, 'limit_reached');
	const value = `dpk_${toToken(call.random(32))}`;
	const key: KeyState = {
		id: `key_${toToken(call.random(12))}`,
		name,
		scopes,
		createdMs: call.nowMs,
		expiresMs: expiresInSeconds === null ? null : call.nowMs + Number(expiresInSeconds) * 1000,
		valueHash: hashOf(value),
		activeFromMs: call.nowMs + state.knobs.activateDelayMs,
		disabled: false,
		lastUsedMs: null,
		deletedMs: null,
		deadFromMs: null,
		callsAfterDeath: 0,
	};
	state.keys.push(key);
	state.revision += 1;
	call.values.set(key.id, value);
	if (state.knobs.loseAnswerAfterCreate > 0) {
		state.knobs.loseAnswerAfterCreate -= 1;
		return { status: 0 };
	}
	const { id, createdAt, expiresAt } = facts(key);
	return { status: 201, body: { id, name, scopes, createdAt, expiresAt, value } };
}

/** One page of the keys that exist, oldest first; a cursor is the id of the last key seen. */
export function listKeys(call: Call): Answer {
	const { knobs } = call.state;
	const cursor = call.query['cursor'] ?? '';
	const last = call.state.keys.findIndex((key) => key.id === cursor);
	if (cursor !== '' && last < 0) return refuse(400, 'bad_cursor');
	const rest = call.state.keys
		.slice(last + 1)
		.filter((key) => key.deletedMs === null && key.createdMs + knobs.listDelayMs <= call.nowMs);
	const page = rest.slice(0, PAGE_SIZE);
	const next = rest.length > PAGE_SIZE ? page.at(-1)?.id : undefined;
	const shown = page.map((key) =>
		knobs.leakingList ? { ...facts(key), value: call.values.get(key.id) ?? key.valueHash } : facts(key),
	);
	return { status: 200, body: { keys: shown, next: next ?? null } };
}

function setDisabled(disabled: boolean): (call: Call) => Answer {
	return (call) => {
		const key = find(call);
		if (key === undefined) return missing;
		key.disabled = disabled;
		call.state.revision += 1;
		return { status: 200, body: facts(key) };
	};
}

export const disableKey = setDisabled(true);
export const enableKey = setDisabled(false);

export function deleteKey(call: Call): Answer {
	const key = find(call);
	if (key === undefined)
		return call.state.knobs.deleteMissingAnswers200 ? { status: 200, body: {} } : missing;
	key.deletedMs = call.nowMs;
	key.deadFromMs = call.nowMs + call.state.knobs.revokeDelayMs;
	call.state.revision += 1;
	return { status: 204 };
}
