import { Malformed, concat, u32, u8 } from '../wire/bytes';
import type { Field } from './field';

/** Positions (RFC 1876): degrees of latitude and longitude, height, size and precision in metres. */

const EQUATOR = 2 ** 31;
/** In centimetres below the reference sphere. */
const LOWEST = 10_000_000;

interface Axis {
	readonly plus: string;
	readonly minus: string;
	readonly most: number;
}
const LATITUDE: Axis = { plus: 'N', minus: 'S', most: 90 };
const LONGITUDE: Axis = { plus: 'E', minus: 'W', most: 180 };

export const locField: Field = {
	read(words) {
		const angle = ({ plus, minus, most }: Axis): Uint8Array => {
			const parts: string[] = [];
			let end = words.bare();
			while (end !== plus && end !== minus) {
				if (parts.push(end) > 3) throw new Malformed('a position is none');
				end = words.bare();
			}
			const [degrees = '', minutes = '0', second = '0'] = parts;
			const fits =
				/^\d{1,3}$/.test(degrees) && /^\d{1,2}$/.test(minutes) && /^\d{1,2}(?:\.\d{1,3})?$/.test(second);
			const thousandths = Math.round(
				(Number(degrees) * 3_600 + Number(minutes) * 60 + Number(second)) * 1_000,
			);
			if (!fits || Number(minutes) > 59 || Number(second) >= 60 || thousandths > most * 3_600_000)
				throw new Malformed('a position is none');
			return u32(EQUATOR + (end === plus ? thousandths : -thousandths));
		};
		const [latitude, longitude] = [angle(LATITUDE), angle(LONGITUDE)];
		const height = centimetres(words.bare()) + LOWEST;
		if (height < 0 || height > 0xffffffff) throw new Malformed('a height is none');
		const sizes = ['1m', '10000m', '10m'].map((usual) =>
			u8(sizeByte(centimetres(words.left > 0 ? words.bare() : usual))),
		);
		return concat(u8(0), ...sizes, latitude, longitude, u32(height));
	},
	write(reader) {
		if (reader.u8() !== 0) throw new Malformed('a position of an unknown version');
		const sizes = [reader.u8(), reader.u8(), reader.u8()].map(sizeText);
		const angles = [LATITUDE, LONGITUDE].map((axis) => angleText(reader.u32() - EQUATOR, axis));
		return [...angles, metres(reader.u32() - LOWEST), ...sizes].join(' ');
	},
};

function centimetres(text: string): number {
	const [, sign, whole = '', part = ''] = /^(-?)(\d{1,8})(?:\.(\d{1,2}))?m?$/.exec(text) ?? [];
	if (sign === undefined) throw new Malformed('a length in metres is missing');
	const value = Number(whole) * 100 + Number(part.padEnd(2, '0'));
	return sign === '-' ? -value : value;
}

/** A digit and a power of ten, in four bits each. */
function sizeByte(value: number): number {
	if (value < 0 || value > 9e9) throw new Malformed('a length in metres is missing');
	const power = value === 0 ? 0 : String(value).length - 1;
	return (Math.floor(value / 10 ** power) << 4) | power;
}

function sizeText(byte: number): string {
	const [digit, power] = [byte >> 4, byte & 15];
	// A zero with a power would come back without it.
	if (digit > 9 || power > 9 || (digit === 0 && power > 0))
		throw new Malformed('a length in metres is missing');
	return metres(digit * 10 ** power);
}

const metres = (value: number): string => {
	const digits = String(Math.abs(value)).padStart(3, '0');
	return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}m`;
};

function angleText(thousandths: number, { plus, minus, most }: Axis): string {
	const size = Math.abs(thousandths);
	if (size > most * 3_600_000) throw new Malformed('a position is none');
	const second = ((size % 60_000) / 1_000).toFixed(3);
	const [degrees, minute] = [Math.floor(size / 3_600_000), Math.floor(size / 60_000) % 60];
	return `${degrees} ${minute} ${second} ${thousandths < 0 ? minus : plus}`;
}
