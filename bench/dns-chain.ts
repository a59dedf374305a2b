import crypto, { type KeyObject } from 'node:crypto';
import { openValidator } from '../core/dns/dnssec/validator';
import type { Reply, Resolver } from '../core/dns/resolver';
import { decodeMessage } from '../core/dns/wire/message';
import type { Name } from '../core/dns/wire/name';
import { TYPE } from '../core/dns/wire/types';
import type { World } from '../test/fakes/dns/signed/world';

/** Times of whole chains, and of their signatures alone, which nothing can do without; in ms, each pair taken side by side. */
export interface Chains {
	readonly whole: readonly number[];
	readonly signatures: readonly number[];
	/** How many signatures a chain has. */
	readonly count: number;
}

/** Reads and validates the chain to an address again and again, every answer at hand. */
export async function timeChains(world: World, now: number, chains: number): Promise<Chains> {
	const validate = async () => {
		const { verdict } = await openValidator(resolverOf(world), { now, anchors: world.anchors }).look(
			'www.example.tld.',
			TYPE.A,
		);
		if (verdict.security !== 'secure') throw new Error(`the chain is ${verdict.security}`);
	};
	const checks = await signaturesIn(validate);
	const [whole, signatures]: [number[], number[]] = [[], []];
	for (let count = 0; count < chains; count++) {
		const began = performance.now();
		await validate();
		const between = performance.now();
		for (const check of checks) check();
		signatures.push(performance.now() - between);
		whole.push(between - began);
	}
	return { whole, signatures, count: checks.length };
}

/** As the real ones, it reads the answer to a question once. */
function resolverOf(world: World): Resolver {
	const asked = new Map<string, Reply>();
	return {
		host: 'bench',
		ask(name: Name, type: number) {
			const key = `${name} ${String(type)}`;
			const reply = asked.get(key) ?? {
				message: decodeMessage(world.answer({ name, type })),
				failed: null,
			};
			asked.set(key, reply);
			return Promise.resolve(reply);
		},
	};
}

type Verify = (
	hash: string | null | undefined,
	data: Uint8Array,
	key: KeyObject,
	signature: Uint8Array,
) => boolean;

/** The checks of signatures that a run makes, to be made again without anything else. */
async function signaturesIn(run: () => Promise<void>): Promise<readonly (() => boolean)[]> {
	const original = crypto.verify;
	const verify: Verify = original;
	const checks: (() => boolean)[] = [];
	crypto.verify = ((...given: Parameters<Verify>) => {
		checks.push(() => verify(...given));
		return verify(...given);
	}) as typeof original;
	try {
		await run();
	} finally {
		crypto.verify = original;
	}
	return checks;
}
