/** The most signatures of one set of records that are looked at, those that nobody tries included. */
export const SIGNATURES_PER_SET = 16;
/** The most signatures by keys of the zone over one set, and the most tries: unbound gives up after as many. */
export const TRIES_PER_SET = 8;
/** Keys with the same tag that are tried for one signature: honest zones have one, two at the very most. */
export const KEYS_PER_TAG = 4;
/** What more rounds than these make a zone (RFC 9276, section 3.2): insecure. */
export const MAX_ITERATIONS = 150;
/** The most CNAME and DNAME records that one look goes along. */
export const MAX_ALIASES = 12;

const SIGNATURES = 64;
/** Each failure is suspicious; nobody but an attacker has so many (CVE-2023-50387). */
const FAILURES = 16;
/** Rounds of SHA-1 for NSEC3 (CVE-2023-50868). */
const ROUNDS = 4_096;

/** How much work one look, or finding one zone's keys, may cost. Each `may…` asks before the work is done. */
export class Budget {
	#signatures = SIGNATURES;
	#failures = FAILURES;
	#rounds = ROUNDS;

	mayVerify(): boolean {
		return this.#failures > 0 && this.#signatures-- > 0;
	}

	failed(): void {
		this.#failures--;
	}

	mayHash(rounds: number): boolean {
		this.#rounds -= rounds;
		return this.#rounds >= 0;
	}
}
