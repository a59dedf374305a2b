import { Malformed, u32 } from '../wire/bytes';
import { wholeNumber } from './numbers';

/** Times of signatures (RFC 4034, section 3.2): `YYYYMMDDHHmmSS` in UTC, or seconds since 1970. Throws Malformed. */
export function timeBytes(text: string): Uint8Array {
	const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.slice(1).map(Number);
	if (parts === undefined) return u32(wholeNumber(text, 0xffffffff));
	const [year = 0, month = 0, ...rest] = parts;
	const stamp = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
	const clock = `${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12)}`;
	const at = Date.parse(`${stamp}T${clock}Z`) / 1_000;
	if (year < 1970 || month === 0 || rest.length !== 4 || !(at <= 0xffffffff))
		throw new Malformed('a time is none');
	return u32(at);
}

export const timeText = (at: number): string =>
	new Date(at * 1_000)
		.toISOString()
		.replace(/\.\d+Z$/, '')
		.replace(/[^\d]/g, '');
