import { carried, leavesOldKey } from '../rotation/carry';
import type { Debt, Document } from '../rotation/document';
import type { Report } from './report';

type Told = Pick<Report, 'light' | 'status' | 'sentence' | 'next'>;

const nameOf = ({ keyId, fingerprint }: Debt): string =>
	keyId === null ? `the key with the fingerprint ${String(fingerprint)}` : `key ${keyId}`;

/** The keys that are owed, as a person knows them. */
export const namesOf = (debts: readonly Debt[]): string => debts.map(nameOf).join(' and ');

/** What a person does about what is owed; `otherwise` where a run tries again by itself. */
export function todoOf(debts: readonly Debt[], otherwise: string): string {
	const todos = debts.flatMap((each) => (each.todo === null ? [] : [`For ${nameOf(each)}: ${each.todo}`]));
	return [...(todos.length < debts.length ? [otherwise] : []), ...todos].join(' ');
}

/** Whether nothing but people can bring the death of what is owed about. */
export const isForPeople = (debts: readonly Debt[]): boolean => debts.every(({ todo }) => todo !== null);

/** Adds to what is told of a rotation the keys whose death it does not wait for, and the emergency that is in a hurry. */
export function withOwed(told: Told, document: Document): Told {
	const { rotation, request } = document;
	const debts = carried(document);
	const by = (request?.kind === 'emergency' ? request.by : null) ?? rotation?.actor ?? '';
	if (leavesOldKey(document))
		return {
			...told,
			light: 'red',
			sentence: `The emergency that ${by} declared for the key in use begins next and does not wait for the old key. ${told.sentence}`,
		};
	if (debts.length === 0) return told;
	const names = namesOf(debts);
	const next = [told.next, todoOf(debts, AGAIN)].filter((each) => each !== '').join(' ');
	if (rotation?.state === 'REVOKED' && rotation.problem === null)
		return {
			light: 'red',
			status: isForPeople(debts) ? 'needs you' : told.status,
			sentence: `The new key is in use, and the one that leaked is dead. What was there before is not yet proved dead: ${names}.`,
			next: todoOf(debts, AGAIN),
		};
	const urgent =
		rotation === null || rotation.mode === 'emergency'
			? `The emergency that ${by} declared goes on`
			: 'It goes on';
	return {
		...told,
		light: 'red',
		sentence: `${told.sentence} ${urgent} without waiting for what is not yet proved dead: ${names}.`,
		next,
	};
}

const AGAIN = 'Run Rotate Due, which tries again to revoke what is owed.';
