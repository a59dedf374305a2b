/** How far a simulated vault node's clock may be off, in ms. */
export const JITTER_MS = 2_000;
