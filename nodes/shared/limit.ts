import type { Ask } from './answer-items';
import { notGiven, wholeNumber } from './given';

const NO_LIMIT = 100_000;

/** How many results are wanted, by the fields Return All and Limit. Throws BAD_INPUT: what is no number is not all, nor none. */
export function limitOf(ask: Ask): number {
	if (ask<boolean>('returnAll', false)) return NO_LIMIT;
	const limit = wholeNumber(ask<unknown>('limit', 50));
	if (limit === null || limit === 0) throw notGiven('Limit', 'use a whole number from 1 on');
	return limit;
}
