import { isJsonObject, own } from '../http/plain';
import type { JsonObject } from '../http/plain';
import { failure, noContent, notFound, respond, timeText } from './call';
import type { Answer, Call } from './call';
import { mergePatch, withoutValues } from './json';
import type { MountState, SecretState, VersionState } from './state';

export const DEFAULT_MAX_VERSIONS = 10;

const CAS_MISMATCH = 'check-and-set parameter did not match the current version';
const CAS_REQUIRED = 'check-and-set parameter required for this call';
const CAS_UNREADABLE = 'error parsing check-and-set parameter';

/** A secret that has neither version nor settings yet. */
export function newSecret(): SecretState {
	return {
		currentVersion: 0,
		oldestVersion: 0,
		metadataVersion: 0,
		createdTime: '',
		updatedTime: '',
		maxVersions: 0,
		casRequired: false,
		metadataCasRequired: false,
		deleteVersionAfterSeconds: 0,
		customMetadata: null,
		versions: {},
	};
}

export function findSecret(mount: MountState, path: string): SecretState | undefined {
	return own(mount.secrets, `/${path}`);
}

/** Whether the version is softly deleted at that time. */
export function isDeleted(version: VersionState, nowMs: number): boolean {
	return version.deletionTime !== '' && Date.parse(version.deletionTime) <= nowMs;
}

/** When a version written now would vanish by the secret's delete_version_after; empty for never. */
export function plannedDeletion(secret: SecretState, nowMs: number): string {
	const seconds = secret.deleteVersionAfterSeconds;
	return seconds > 0 ? timeText(nowMs + seconds * 1000) : '';
}

function versionFacts(secret: SecretState, number: number, version: VersionState): JsonObject {
	return {
		version: number,
		created_time: version.createdTime,
		deletion_time: version.deletionTime,
		destroyed: version.destroyed,
		custom_metadata: secret.customMetadata,
	};
}

/** Reads one version; a deleted or destroyed one is a 404 with a body, a number that never was a 404 without. */
function readVersion(
	call: Call,
	mount: MountState,
	path: string,
	field: string,
	show: (data: JsonObject | null) => unknown,
): Answer {
	const secret = findSecret(mount, path);
	const asked = Number(call.query['version'] ?? 0);
	if (!Number.isInteger(asked)) {
		return failure(400, 'Field validation failed: error converting input for field "version"');
	}
	const number = asked > 0 ? asked : (secret?.currentVersion ?? 0);
	const version = secret?.versions[String(number)];
	if (secret === undefined || version === undefined) return notFound;
	const metadata = versionFacts(secret, number, version);
	if (version.destroyed || isDeleted(version, call.nowMs)) {
		return respond(call, { status: 404, data: { [field]: null, metadata } });
	}
	return respond(call, { data: { [field]: show(version.data), metadata } });
}

export function readData(call: Call, mount: MountState, path: string): Answer {
	return readVersion(call, mount, path, 'data', (data) => data);
}

export function readSubkeys(call: Call, mount: MountState, path: string): Answer {
	const depth = Number(call.query['depth'] ?? 0);
	return readVersion(call, mount, path, 'subkeys', (data) => data && withoutValues(data, depth));
}

/** The refusal of a write, or undefined when its check-and-set parameter allows it. */
function casRefusal(call: Call, mount: MountState, secret: SecretState): Answer | undefined {
	const options = call.body['options'];
	if (options !== undefined && options !== null && !isJsonObject(options)) {
		return failure(400, 'Field validation failed: error converting input for field "options"');
	}
	if (isJsonObject(options) && Object.hasOwn(options, 'cas')) {
		const cas = Number(options['cas'] ?? 0);
		if (!Number.isInteger(cas)) return failure(400, CAS_UNREADABLE);
		return cas === secret.currentVersion ? undefined : failure(400, CAS_MISMATCH);
	}
	return mount.casRequired || secret.casRequired ? failure(400, CAS_REQUIRED) : undefined;
}

/** Adds a version and forgets for good those beyond max_versions. */
function addVersion(call: Call, mount: MountState, secret: SecretState, data: JsonObject | null): Answer {
	const createdTime = timeText(call.nowMs);
	const version = {
		createdTime,
		deletionTime: plannedDeletion(secret, call.nowMs),
		destroyed: false,
		data,
	};
	secret.currentVersion += 1;
	secret.versions[String(secret.currentVersion)] = version;
	secret.updatedTime = createdTime;
	if (secret.createdTime === '') secret.createdTime = createdTime;
	const kept = Math.max(secret.maxVersions, mount.maxVersions) || DEFAULT_MAX_VERSIONS;
	const newestGone = secret.currentVersion - kept;
	if (secret.currentVersion - secret.oldestVersion >= kept) {
		for (const number of Object.keys(secret.versions)) {
			if (Number(number) <= newestGone) delete secret.versions[number];
		}
		secret.oldestVersion = newestGone + 1;
	}
	return respond(call, { data: versionFacts(secret, secret.currentVersion, version) });
}

/** The refusal of a body without a map of data, or undefined when there is one; null passes, as it does there. */
function dataRefusal(call: Call): Answer | undefined {
	const data = call.body['data'];
	if (data === undefined) return failure(400, 'no data provided');
	if (data === null || isJsonObject(data)) return undefined;
	return failure(400, 'Field validation failed: error converting input for field "data"');
}

function givenData(call: Call): JsonObject | null {
	const data = call.body['data'];
	return isJsonObject(data) ? data : null;
}

export function writeData(call: Call, mount: MountState, path: string): Answer {
	if (path === '') return failure(400, 'missing path');
	const secret = findSecret(mount, path) ?? newSecret();
	const refusal = dataRefusal(call) ?? casRefusal(call, mount, secret);
	if (refusal !== undefined) return refusal;
	mount.secrets[`/${path}`] = secret;
	return addVersion(call, mount, secret, givenData(call));
}

/** Merges into the current version, which must be there, and writes the result as a new one. */
export function patchData(call: Call, mount: MountState, path: string): Answer {
	const secret = findSecret(mount, path);
	if (secret === undefined) return dataRefusal(call) ?? { status: 404 };
	const refusal = dataRefusal(call) ?? casRefusal(call, mount, secret);
	if (refusal !== undefined) return refusal;
	const current = secret.versions[String(secret.currentVersion)];
	if (current === undefined) return { status: 404 };
	if (current.destroyed || isDeleted(current, call.nowMs)) {
		return respond(call, { status: 404, data: versionFacts(secret, secret.currentVersion, current) });
	}
	if (current.data === null) return failure(500, '1 error occurred:\n\t* resource does not exist\n\n');
	return addVersion(call, mount, secret, mergePatch(current.data, givenData(call) ?? {}));
}

/** Softly deletes the latest version; nothing to delete is a success too. */
export function deleteLatest(call: Call, mount: MountState, path: string): Answer {
	const secret = findSecret(mount, path);
	const latest = secret?.versions[String(secret.currentVersion)];
	if (latest !== undefined && !latest.destroyed && !isDeleted(latest, call.nowMs)) {
		latest.deletionTime = timeText(call.nowMs);
	}
	return noContent;
}
