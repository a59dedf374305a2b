import { failure, noContent, timeText } from './call';
import type { Answer, Call } from './call';
import { findSecret, isDeleted, plannedDeletion } from './kv2';
import type { MountState, SecretState, VersionState } from './state';

type Change = (version: VersionState, secret: SecretState, nowMs: number) => void;

/** Applies a change to each named version that is there and not destroyed; the others are passed over. */
function changeVersions(
	emptyText: string,
	change: Change,
): (call: Call, mount: MountState, path: string) => Answer {
	return (call, mount, path) => {
		const numbers = versionNumbers(call.body['versions']);
		if (numbers === undefined) {
			return failure(400, 'Field validation failed: error converting input for field "versions"');
		}
		if (numbers.length === 0) return failure(400, emptyText);
		const secret = findSecret(mount, path);
		if (secret === undefined) return noContent;
		for (const number of numbers) {
			const version = secret.versions[String(number)];
			if (version !== undefined && !version.destroyed) change(version, secret, call.nowMs);
		}
		return noContent;
	};
}

/** A list of numbers, one number, or text with commas; undefined for anything else. */
function versionNumbers(value: unknown): number[] | undefined {
	if (value === undefined || value === null) return [];
	const items: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(',')
			: [value];
	const numbers = items.map(Number);
	return numbers.every(Number.isInteger) ? numbers : undefined;
}

export const deleteVersions = changeVersions('No version number provided', (version, _secret, nowMs) => {
	if (!isDeleted(version, nowMs)) version.deletionTime = timeText(nowMs);
});

export const undeleteVersions = changeVersions('No version number provided', (version, secret, nowMs) => {
	version.deletionTime = plannedDeletion(secret, nowMs);
});

/** Irreversible: the data is dropped, the version's number and times stay. */
export const destroyVersions = changeVersions('no version number provided', (version, secret, nowMs) => {
	version.destroyed = true;
	version.data = null;
	secret.updatedTime = timeText(nowMs);
});
