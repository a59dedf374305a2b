import { KeyturnError } from '../../errors';
import { Damage } from '../damage';

/** Reads a file of the log; what is damaged is told as FORGED, at `where`. */
export function reading<Result>(where: string, read: () => Result): Result {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof Damage)) throw error;
		throw new KeyturnError('FORGED', where, error.message);
	}
}
