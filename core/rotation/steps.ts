import type { Instant } from '../vaults/vault';
import { settledAt } from './bounds';
import type { Document, Rotation, State } from './document';

/** What an advance does next: an effect, a change of the document alone, or nothing until a time. */
export type Decision =
	| { readonly effect: Effect }
	| { readonly mark: State }
	| { readonly wait: number }
	| { readonly rest: true };

export type Effect =
	| 'issue'
	| 'prove'
	| 'publish'
	| 'deploy'
	| 'disable'
	| 'revoke'
	| 'finish'
	| 'rollBack'
	| 'settle'
	| 'record';

export interface Abilities {
	readonly disable: boolean;
	/** Whether there is an audit log to write to. */
	readonly record: boolean;
}

/**
 * The whole order of a rotation. Decides from the document and the vault's time alone, so that every crash point can be
 * tested: whoever reads the document next decides the same.
 */
export function decide(document: Document, now: Instant, can: Abilities): Decision {
	const { rotation } = document;
	if (rotation === null) return idle(document, now, can);
	return table[rotation.state](rotation, document, now, can);
}

type Row = (rotation: Rotation, document: Document, now: Instant, can: Abilities) => Decision;

const table: Readonly<Record<State, Row>> = {
	PLANNED: () => ({ effect: 'issue' }),
	STORED: () => ({ effect: 'prove' }),
	PROBED: () => ({ effect: 'publish' }),
	PUBLISHED: () => ({ effect: 'deploy' }),
	DISTRIBUTING: () => ({ effect: 'deploy' }),
	GRACE: (rotation, document, now, can) => {
		const over = Math.max(rotation.until ?? 0, document.notBefore);
		if (now.earliest < over) return isToRecord(document, can) ? { effect: 'record' } : { wait: over };
		const watch =
			can.disable &&
			rotation.old?.keyId != null &&
			document.record.observeSeconds > 0 &&
			rotation.mode === 'planned';
		return { mark: watch ? 'OLD_DISABLED' : 'REVOKING' };
	},
	OLD_DISABLED: (rotation, document, now) => {
		if (rotation.disabledAt === null && isWatched(rotation)) return { effect: 'disable' };
		const over = Math.max(watchOver(rotation, document), document.notBefore);
		return now.earliest < over ? { wait: over } : { mark: 'REVOKING' };
	},
	REVOKING: gated('revoke'),
	REVOKE_PENDING: gated('revoke'),
	REVOKED: () => ({ effect: 'finish' }),
	ROLLING_BACK: (rotation, document, now, can) => {
		const over = cachesOver(rotation);
		if (now.earliest >= over) return { effect: 'rollBack' };
		return isToRecord(document, can) ? { effect: 'record' } : { wait: over };
	},
	ROLLED_BACK: () => ({ effect: 'finish' }),
	NEEDS_HUMAN: (rotation) => ({ mark: rotation.resume ?? 'PLANNED' }),
};

/** A leaked key is not watched, and neither is one that the provider refuses to disable. */
const isWatched = ({ mode, evidence }: Rotation): boolean =>
	mode === 'planned' && evidence['notDisabled'] === undefined;

/** When a disabled key has been watched for as long as its owner wants. */
export const watchOver = (rotation: Rotation, { record }: Document): number =>
	isWatched(rotation) ? (rotation.disabledAt ?? 0) + record.observeSeconds * 1_000 : 0;

/** On the way back: until then calls may carry the new key, which was read from the vault. An emergency waits for none. */
export const cachesOver = ({ mode, cachedUntil }: Rotation): number =>
	mode === 'planned' ? (cachedUntil ?? 0) : 0;

/** Effects that must not start while a write of the old world may still land. */
function gated(effect: Effect): Row {
	return (_rotation, document, now) =>
		now.earliest < document.notBefore ? { wait: document.notBefore } : { effect };
}

const isToRecord = ({ outbox }: Document, can: Abilities): boolean => can.record && outbox.length > 0;

function idle(document: Document, now: Instant, can: Abilities): Decision {
	if (document.debt.length > 0) return { effect: 'settle' };
	const open = document.intents.map(({ at }) => settledAt(document, at));
	if (open.length > 0)
		return now.earliest > Math.min(...open) ? { effect: 'settle' } : { wait: Math.min(...open) };
	return isToRecord(document, can) ? { effect: 'record' } : { rest: true };
}

/** States from which the old key still works and may become current again. */
export const canRollBack: ReadonlySet<State> = new Set<State>([
	'PLANNED',
	'STORED',
	'PROBED',
	'PUBLISHED',
	'DISTRIBUTING',
	'GRACE',
	'OLD_DISABLED',
	'NEEDS_HUMAN',
]);
