import { namePrefix } from '../../core/rotation/journal';
import type { Passed } from './gate';
import type { Services } from './services';
import type { Team } from './team';

/**
 * Looks on from outside, after each request that took effect, and writes down what must never be: a value in the vault
 * that the provider refuses, a key that is killed twice, or without being named in a document first.
 */
export class Laws {
	readonly breaches: string[] = [];
	readonly #services: Services;
	readonly #killed = new Set<string>();

	constructor(services: Services) {
		this.#services = services;
	}

	/** Watches the keys of a team from now on. */
	watch(team: Team, keys: readonly string[]): void {
		const accepted = () => {
			for (const key of keys)
				if (this.#services.living(team.valueOf(key)) === undefined)
					this.breaches.push(`${team.prefix}, ${key}: the provider refuses the value in the vault`);
		};
		team.provider.onLanded((request) => {
			if (request.method === 'GET') return;
			accepted();
			if (request.method === 'DELETE' && request.status === 204) this.#kill(request, team, keys);
		});
		team.vault.onLanded(({ method, path }) => {
			if (method !== 'GET' && path.includes('/values/')) accepted();
		});
	}

	/** How many keys were killed. */
	get kills(): number {
		return this.#killed.size;
	}

	/** What is wrong with a key whose rotation should be over, by all that vault, provider and audit log tell. */
	faultsOf(team: Team, key: string, madeByHand: string): string[] {
		const document = team.document(key);
		const { keys } = this.#services.provider.state;
		const ours = keys.filter(({ id, name }) => id === madeByHand || name.startsWith(namePrefix(document)));
		const living = ours.filter(({ deletedMs }) => deletedMs === null).map(({ id }) => id);
		const entries = team.audited(key);
		const once = Array.from({ length: document.sequence }, (_, index) => index + 1);
		const open = document.debt.length + document.intents.length + document.outbox.length;
		const current = document.current?.keyId;
		const { app } = team;
		const checks: Readonly<Record<string, boolean>> = {
			[`the rotation stands at ${String(document.rotation?.state)}`]: document.rotation === null,
			[`it ended as ${String(document.last?.outcome)}`]: document.last?.outcome === 'done',
			[`${String(document.rotations)} rotations were begun`]: document.rotations === 1,
			[`${String(open)} debts, intents and entries are left`]: open === 0,
			[`the living keys are ${living.join(', ')}`]: living.length === 1 && living[0] === current,
			'the key that was made by hand is still in use': current !== madeByHand,
			'the vault holds another key’s value': this.#services.living(team.valueOf(key))?.id === current,
			'the app runs another value': app === null || app.runs(key) === document.current?.fingerprint,
			[`the log holds the entries ${entries.join(' ')}`]: entries.join(' ') === once.join(' '),
		};
		return Object.entries(checks).flatMap(([fault, holds]) =>
			holds ? [] : [`${team.prefix}, ${key}: ${fault}`],
		);
	}

	#kill({ path }: Passed, team: Team, keys: readonly string[]): void {
		const id = decodeURIComponent(path.split('/').at(-1) ?? '');
		if (this.#killed.has(id)) this.breaches.push(`${team.prefix}: ${id} was killed again`);
		this.#killed.add(id);
		const named = keys.some((key) => {
			const { debt, rotation } = team.document(key);
			const revoking = rotation?.state === 'REVOKING' || rotation?.state === 'REVOKE_PENDING';
			return debt.some(({ keyId }) => keyId === id) || (revoking && rotation.old?.keyId === id);
		});
		if (!named) this.breaches.push(`${team.prefix}: ${id} was killed and is named in no document`);
	}
}
