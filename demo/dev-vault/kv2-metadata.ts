import { isJsonObject } from '../http/plain';
import type { JsonObject } from '../http/plain';
import { durationText, failure, listing, noContent, notFound, parseSeconds, respond, timeText } from './call';
import type { Answer, Call } from './call';
import { findSecret, newSecret } from './kv2';
import type { MountState, SecretState } from './state';

const LIMITS = { keys: 64, keyBytes: 128, valueBytes: 512 };
const INVALID = 'custom_metadata validation failed';

export function readMetadata(call: Call, mount: MountState, path: string): Answer {
	const secret = findSecret(mount, path);
	if (secret === undefined) return notFound;
	const versions = Object.entries(secret.versions).map(([number, version]) => [
		number,
		{
			created_time: version.createdTime,
			deletion_time: version.deletionTime,
			destroyed: version.destroyed,
		},
	]);
	return respond(call, {
		data: {
			cas_required: secret.casRequired,
			created_time: secret.createdTime,
			current_metadata_version: secret.metadataVersion,
			current_version: secret.currentVersion,
			custom_metadata: secret.customMetadata,
			delete_version_after: durationText(secret.deleteVersionAfterSeconds),
			max_versions: secret.maxVersions,
			metadata_cas_required: secret.metadataCasRequired,
			oldest_version: secret.oldestVersion,
			updated_time: secret.updatedTime,
			versions: Object.fromEntries(versions),
		},
	});
}

export function listMetadata(call: Call, mount: MountState, path: string): Answer {
	const folder = path === '' || path.endsWith('/') ? path : `${path}/`;
	return listing(
		call,
		Object.keys(mount.secrets).map((key) => key.slice(1)),
		folder,
	);
}

/** Forgets the secret with all its versions. */
export function deleteMetadata(_call: Call, mount: MountState, path: string): Answer {
	delete mount.secrets[`/${path}`];
	return noContent;
}

interface Setting {
	readonly valid: (value: unknown) => boolean;
	readonly apply: (secret: SecretState, value: unknown) => void;
}

const isCount = (value: unknown): boolean =>
	(typeof value === 'number' || (typeof value === 'string' && value !== '')) &&
	Number.isInteger(Number(value)) &&
	Number(value) >= 0;
const isFlag = (value: unknown): boolean => typeof value === 'boolean';

/** Every setting but custom_metadata; null in a merge patch puts the default back. */
const SETTINGS: Readonly<Record<string, Setting>> = {
	max_versions: { valid: isCount, apply: (secret, value) => (secret.maxVersions = Number(value ?? 0)) },
	cas_required: { valid: isFlag, apply: (secret, value) => (secret.casRequired = value === true) },
	metadata_cas_required: {
		valid: isFlag,
		apply: (secret, value) => (secret.metadataCasRequired = value === true),
	},
	delete_version_after: {
		valid: (value) => isCount(parseSeconds(value)),
		apply: (secret, value) => (secret.deleteVersionAfterSeconds = parseSeconds(value ?? 0) ?? 0),
	},
};

function hasSettings(body: JsonObject): boolean {
	return (
		Object.hasOwn(body, 'custom_metadata') || Object.keys(SETTINGS).some((name) => Object.hasOwn(body, name))
	);
}

function settingsRefusal(body: JsonObject, isPatch: boolean): Answer | undefined {
	for (const [name, setting] of Object.entries(SETTINGS)) {
		const value = body[name];
		if (value === undefined || (isPatch && value === null) || setting.valid(value)) continue;
		return failure(400, `Field validation failed: error converting input for field "${name}"`);
	}
	const custom = body['custom_metadata'] ?? {};
	if (!isJsonObject(custom)) {
		return failure(400, 'Field validation failed: error converting input for field "custom_metadata"');
	}
	const problems = customProblems(isPatch ? withoutNulls(custom) : custom);
	if (problems.length === 0) return undefined;
	const heading = problems.length === 1 ? '1 error occurred:' : `${problems.length} errors occurred:`;
	return failure(400, `${heading}\n${problems.map((text) => `\t* ${INVALID}: ${text}\n`).join('')}\n`);
}

/** What is wrong with a map of custom metadata: at most 64 keys of 1 to 128 bytes, values of 1 to 512 bytes. */
function customProblems(custom: JsonObject): string[] {
	const count = Object.keys(custom).length;
	if (count > LIMITS.keys) return [`payload must contain at most ${LIMITS.keys} keys, provided ${count}`];
	return Object.entries(custom).flatMap(([key, value]) => {
		if (typeof value === 'object' && value !== null) return [`expected type 'string' for key "${key}"`];
		const [keyBytes, bytes] = [Buffer.byteLength(key), Buffer.byteLength(asText(value))];
		const problems: string[] = [];
		if (keyBytes === 0 || keyBytes > LIMITS.keyBytes) {
			problems.push(`length of key "${key}" is ${keyBytes} but must be 0 < len(key) <= ${LIMITS.keyBytes}`);
		}
		if (bytes === 0 || bytes > LIMITS.valueBytes) {
			const limit = `0 < len(value) <= ${LIMITS.valueBytes}`;
			problems.push(`length of value for key "${key}" is ${bytes} but must be ${limit}`);
		}
		if (/\p{C}/u.test(key)) problems.push(`key "${key}" (${key}) contains unprintable characters`);
		if (/\p{C}/u.test(asText(value))) problems.push(`value for key "${key}" contains unprintable characters`);
		return problems;
	});
}

function withoutNulls(map: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== null));
}

/** Numbers and flags become text, as the real server decodes them. */
function asText(value: unknown): string {
	if (typeof value === 'boolean') return value ? '1' : '0';
	return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
}

function asTexts(map: JsonObject): Record<string, string> {
	return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, asText(value)]));
}

function metadataCasRefusal(body: JsonObject, secret: SecretState | undefined): Answer | undefined {
	const cas = body['metadata_cas'];
	if (cas === undefined) {
		if (secret?.metadataCasRequired !== true) return undefined;
		return failure(400, 'metadata check-and-set parameter required for this call');
	}
	if (secret === undefined) {
		return cas === 0 ? undefined : failure(400, 'metadata_cas must be 0 when creating new metadata');
	}
	if (cas === secret.metadataVersion) return undefined;
	return failure(400, 'metadata check-and-set parameter does not match the current version');
}

function applySettings(call: Call, secret: SecretState, custom: Record<string, string> | null): Answer {
	for (const [name, setting] of Object.entries(SETTINGS)) {
		if (Object.hasOwn(call.body, name)) setting.apply(secret, call.body[name]);
	}
	secret.customMetadata = custom;
	secret.metadataVersion += 1;
	secret.updatedTime = timeText(call.nowMs);
	if (secret.createdTime === '') secret.createdTime = secret.updatedTime;
	return noContent;
}

/** Sets what the body names; a given custom_metadata replaces the whole map. Needs no version to exist. */
export function writeMetadata(call: Call, mount: MountState, path: string): Answer {
	if (path === '') return failure(400, 'missing path');
	if (!hasSettings(call.body)) return noContent;
	const existing = findSecret(mount, path);
	const refusal = settingsRefusal(call.body, false) ?? metadataCasRefusal(call.body, existing);
	if (refusal !== undefined) return refusal;
	const secret = existing ?? newSecret();
	mount.secrets[`/${path}`] = secret;
	const given = call.body['custom_metadata'];
	return applySettings(call, secret, isJsonObject(given) ? asTexts(given) : secret.customMetadata);
}

/** Merges into existing metadata; null removes a key. */
export function patchMetadata(call: Call, mount: MountState, path: string): Answer {
	if (!hasSettings(call.body)) return noContent;
	if (path === '') return failure(400, 'missing path');
	const secret = findSecret(mount, path);
	const refusal = settingsRefusal(call.body, true);
	if (refusal !== undefined) return refusal;
	if (secret === undefined) return { status: 404 };
	const casRefusal = metadataCasRefusal(call.body, secret);
	if (casRefusal !== undefined) return casRefusal;
	const given = call.body['custom_metadata'];
	if (given === null) return applySettings(call, secret, null);
	if (!isJsonObject(given)) return applySettings(call, secret, secret.customMetadata);
	const merged = new Map(Object.entries(secret.customMetadata ?? {}));
	for (const [key, value] of Object.entries(given)) {
		if (value === null) merged.delete(key);
		else merged.set(key, asText(value));
	}
	return applySettings(call, secret, Object.fromEntries(merged));
}
