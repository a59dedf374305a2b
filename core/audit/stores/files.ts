import { KeyturnError } from '../../errors';
import { setting } from '../../providers/settings';

/** What stores at other places have in common: names, limits, and the errors that a person can do something about. */

export const MEBIBYTE = 1024 * 1024;
export const OCTETS = 'application/octet-stream';

const PATH = /^[A-Za-z0-9._-]{1,100}(?:\/[A-Za-z0-9._-]{1,100}){0,11}$/;
const DOTS = /(?:^|\/)\.{1,2}(?:\/|$)/;

/** A path that no server reads as another one; BAD_INPUT otherwise. */
export function filePath(path: string, where: string): string {
	if (!PATH.test(path) || DOTS.test(path))
		throw new KeyturnError('BAD_INPUT', where, 'a file of the log has a name that no store may be asked for');
	return path;
}

/** Throws BAD_INPUT for a file that the store would not keep as it is. */
export function checkedBytes(bytes: Uint8Array, most: number, where: string): Uint8Array {
	if (bytes.length === 0 || bytes.length > most)
		throw new KeyturnError(
			'BAD_INPUT',
			where,
			`a file of the log has ${bytes.length} bytes, and this store takes 1 to ${most}`,
		);
	return bytes;
}

/** A folder that all files lie below, or nothing; BAD_INPUT for what could be read as another place. */
export function folderSetting(settings: Readonly<Record<string, string>>): string {
	const folder = settings['folder']?.trim().replace(/\/+$/, '') ?? '';
	if (folder !== '' && (!PATH.test(folder) || DOTS.test(folder)))
		throw new KeyturnError('BAD_INPUT', 'Folder', 'use letters, digits and . _ - between slashes');
	return folder === '' ? '' : `${folder}/`;
}

/** The name of a bucket or container; BAD_INPUT when it cannot be one. */
export function containerSetting(
	settings: Readonly<Record<string, string>>,
	name: string,
	label: string,
): string {
	const text = setting(settings, name, label);
	if (!/^[a-z0-9](?:[a-z0-9._-]{1,61})[a-z0-9]$/.test(text) || text.includes('..'))
		throw new KeyturnError('BAD_INPUT', label, 'use its name: 3 to 63 small letters, digits and . _ -');
	return text;
}

/** The error for a credential that was refused; `needs` names the rights. */
export const refusedAdmin = (where: string, status: number, what: string, needs: string): KeyturnError =>
	new KeyturnError('ADMIN_REFUSED', where, `${what} (${status})`, {
		status,
		next: `Check the log store’s credential in the vault: ${needs}.`,
	});

/** The error for a bucket or container that is not there. */
export const noContainer = (where: string, what: string): KeyturnError =>
	new KeyturnError('BAD_INPUT', where, `there is no such ${what}`, {
		status: 404,
		next: `Create the ${what}, or correct its name. Keyturn makes none.`,
	});

/** The error for an answer that looks well and does not say that the file was stored, or is the file. */
export const notTheStore = (where: string, status: number): KeyturnError =>
	new KeyturnError(
		'UNEXPECTED_ANSWER',
		where,
		'the answer is not the store’s: something else stands at its address',
		{
			status,
		},
	);

/** The error for a clock that the store does not accept. */
export const clockOff = (where: string, status: number): KeyturnError =>
	new KeyturnError('CLOCK_OFF', where, 'the store refuses requests with the time of this machine', {
		status,
	});
