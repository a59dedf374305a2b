/** How far a simulated vault node's clock may be off, in ms. */
export const JITTER_MS = 2_000;
/** L of the simulated key. The terms stand here a second time, so that a change of the engine's own is seen. */
export const L_SECONDS = 30;
/** Cache Time of what reads the vault, where anything keeps a value. */
export const CACHE_SECONDS = 60;
/** T and S, as the rules have them. */
export const T = 10_000;
export const S = 5_000;
