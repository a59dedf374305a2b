import type { Instant } from '../../vaults/vault';
import type { PortfolioDocument, Use } from './document';
import type { Grant } from './governor';
import { sources } from './sources';

/** What a search of the certificate logs takes: a page, and the empty one after it. */
export const USUAL_NEEDS = 2;

const { limit, perMs } = sources.certificates;
const KEPT_USES = 50;

/** A grant for one look, with what was made of it. */
export interface CountedGrant extends Grant {
	readonly sent: number;
	/** Gives back what was not used. */
	close(): void;
}

/**
 * One run's part of the searches of certificate logs that an hour allows. It is set aside in the vault before any is
 * sent: so the limit holds over all runs, also over one that is cut off, whose part comes back an hour after its end.
 */
export interface Allowance {
	/** Set aside and not promised to a look. */
	readonly left: number;
	/** For one look; `needs` of what is left, none where that is too few. */
	grant(needs: number): CountedGrant;
	/**
	 * Notes in a document that is about to be written what was sent, and sets aside so much that `wanted` are left, or
	 * what there is. Gives what to call when it was written; until then nothing more is left than before.
	 */
	settle(draft: PortfolioDocument, wanted: number): () => void;
}

/** `until` is when the run has ended for certain, in ms since 1970 by the vault's clock. */
export function openAllowance(run: string, time: () => Instant, until: number): Allowance {
	/** Set aside and not sent, those that are promised included. */
	let held = 0;
	let promised = 0;
	let moreAt = 0;
	/** When requests were sent of which the vault does not know yet. */
	const sentAt: number[] = [];

	return {
		get left() {
			return held - promised;
		},
		grant(needs) {
			let left = needs <= held - promised ? needs : 0;
			let sent = 0;
			promised += left;
			return {
				get sent() {
					return sent;
				},
				moreAt: Math.max(moreAt, time().latest),
				take() {
					const now = time().latest;
					if (left === 0 || now > until) return false;
					left--;
					promised--;
					held--;
					sent++;
					sentAt.push(now);
					return true;
				},
				close() {
					promised -= left;
					left = 0;
				},
			};
		},
		settle(draft, wanted) {
			const now = time().earliest;
			const noted = sentAt.length;
			const others = draft.searches.filter(({ at, by }) => by !== run && at + perMs > now);
			const used = [...others, ...sentAt.map((at): Use => ({ at, by: '' }))];
			const keeping = Math.min(promised + wanted, Math.max(held, limit - used.length));
			const more = Math.max(keeping, promised) - held;
			const aside = Array.from({ length: held + more }, (): Use => ({ at: until, by: run }));
			draft.searches = [...used, ...aside].slice(-KEPT_USES);
			// What is given back must not be taken while the vault is being told.
			if (more < 0) held += more;
			return () => {
				sentAt.splice(0, noted);
				if (more > 0) held += more;
				moreAt = firstBack(draft.searches);
			};
		},
	};
}

/** From when on at least one more may be sent, in ms since 1970; 0 when all of them may. */
export const firstBack = (searches: readonly Use[]): number =>
	searches.length === 0 ? 0 : Math.min(...searches.map(({ at }) => at)) + perMs;
