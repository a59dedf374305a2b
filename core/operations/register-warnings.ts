import type { Session } from '../rotation/session';
import { shortLived } from './shortest-life';

/** Stands for the owner of a key whose owner nobody has named. */
export const NO_OWNER = 'not named';

/** What a person should know before a key is registered that nothing stands in the way of. */
export const registerWarnings = (session: Session): string[] => [
	...onTheirWord(session),
	...unsearchable(session),
	...withoutOwner(session),
	...shortLived(session),
];

/** A key that the provider’s check does not name is the one that a person says it is: he is shown which that is. */
function onTheirWord({ driver, document: { current } }: Session): string[] {
	if (current?.keyId == null || driver.promises.identity) return [];
	const named = current.keyName === '' ? 'without a name' : `called “${String(current.keyName)}”`;
	return [
		`${driver.title} does not tell which key the vault holds. Key ID ${current.keyId} is the key ${named} there, and that one is revoked at the next rotation. Check that it is the key in use.`,
	];
}

/** A request whose answer is lost may have made a key that nothing finds again: it is not promised that none is left over. */
const unsearchable = ({ driver }: Session): string[] =>
	driver.made === 'by Keyturn' && !driver.promises.listsByName
		? [
				`${driver.title} cannot be searched for a key by its name. If the answer to a request for a new key is lost, a key may be left over there that Keyturn cannot find; the rotation then waits for a person to look.`,
			]
		: [];

/** Whatever goes wrong with such a key reaches nobody in particular. */
const withoutOwner = ({ document: { record } }: Session): string[] =>
	record.owner === NO_OWNER
		? ['No owner is named. Fill in Owner with the person or the team that answers for this key.']
		: [];
