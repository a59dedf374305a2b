import { KeyturnError, hasCode } from '../errors';
import { S, T } from '../rotation/bounds';
import type { Document } from '../rotation/document';
import type { Session } from '../rotation/session';
import type { Place } from '../vaults/vault';
import { create, open, type Context } from './context';
import { spotOf } from './register-targets';

/** A document that is on its way while a claim is looked at has arrived after this time. */
const ARRIVED_MS = T + S;

/** What only one key can have. */
interface Claim {
	readonly spot: Place | string;
	/** Whether the key of this name, which claimed it once, has it no more or never got it. */
	readonly isLeft: (owner: string) => Promise<boolean>;
	readonly taken: (owner: string) => KeyturnError;
}

/** One key per entry, and per target that is recognised as a whole. */
const claimsOf = (context: Context, document: Document): readonly Claim[] => [
	entryClaim(context, document),
	...targetClaims(context, document),
];

const entryClaim = ({ vault }: Context, { record: { place } }: Document): Claim => ({
	spot: place,
	isLeft: async (owner) => (await vault.readDocument(owner)) === null,
	taken: () => new KeyturnError('KEY_EXISTS', place.path, 'another key is registered at this entry'),
});

/** The entry of a key that is registered stays its own, and its targets may be others. */
export const targetClaims = (context: Context, { record }: Document): readonly Claim[] =>
	record.targets
		.map((target) => spotOf(context.drivers, target))
		.filter((spot) => spot !== null)
		.map((spot) => targetClaim(context, spot));

function targetClaim(context: Context, spot: string): Claim {
	const isAt = async (owner: string) => {
		const { record } = (await open(context, owner)).document;
		return record.targets.some((each) => spotOf(context.drivers, each) === spot);
	};
	return {
		spot,
		isLeft: async (owner) => {
			try {
				return !(await isAt(owner));
			} catch (error) {
				if (hasCode(error, 'NO_SUCH_KEY')) return true;
				throw error;
			}
		},
		taken: (owner) =>
			new KeyturnError('KEY_EXISTS', 'Targets', `one of them is a target of the key ${owner} already`, {
				next: `Give each key a credential of its own, or first register ${owner} again without this target.`,
			}),
	};
}

/**
 * What a run that ended before its document was written has claimed is free again. Whether it has ended is seen after a
 * while only: it may be about to write, and what it looks at before it does is this claim.
 */
export async function claim(
	context: Context,
	document: Document,
	claims = claimsOf(context, document),
): Promise<void> {
	for (const each of claims) await claimOne(context, document.name, each);
}

async function claimOne(
	{ vault, host }: Context,
	name: string,
	{ spot, isLeft, taken }: Claim,
): Promise<void> {
	const owner = await vault.claim(spot, name, null);
	if (owner === name) return;
	if (!(await isLeft(owner))) throw taken(owner);
	const now = await vault.claim(spot, name, owner);
	if (now !== name) throw taken(now);
	await host.clock.sleep(ARRIVED_MS);
	if (await isLeft(owner)) return;
	await vault.claim(spot, owner, name);
	throw taken(owner);
}

/** Throws where what was claimed is another key's meanwhile: right before a document is written. */
export async function stillClaimed(
	{ vault }: Context,
	{ name }: Document,
	claims: readonly Claim[],
): Promise<void> {
	for (const { spot, taken } of claims) {
		const owner = await vault.claim(spot, name, null);
		if (owner !== name) throw taken(owner);
	}
}

/** Writes a key's first document, if what it claimed is still this key's. */
export async function createClaimed(context: Context, session: Session, document: Document): Promise<void> {
	await stillClaimed(context, document, claimsOf(context, document));
	await create(context, session, document);
}

/** Publishing must not be what destroys the old value: it is gone back to, and at last shown to be dead. */
export async function checkVersions({ vault, document }: Pick<Session, 'vault' | 'document'>): Promise<void> {
	const { place } = document.record;
	if ((await vault.versionsKept(place)) !== 1) return;
	throw new KeyturnError('BAD_INPUT', place.path, 'the vault keeps one version of it only', {
		next: 'Set Maximum Versions of the entry, or of its mount, to 10 in the vault’s own page, then run again.',
	});
}
