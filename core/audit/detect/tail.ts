/** From here on the sums are long and the shape is that of a bell. */
const LARGE = 400;
const DEVIATIONS = 6;

/**
 * The least count that is seen by chance less often than `chance`, where counts have this mean and variance: of a negative
 * binomial distribution, or of Poisson's where the variance is not above the mean.
 */
export function improbableFrom(mean: number, variance: number, chance: number): number {
	if (mean <= 0) return 1;
	if (mean > LARGE) return Math.ceil(mean + DEVIATIONS * Math.sqrt(Math.max(variance, mean)));
	if (variance < mean) return Math.ceil(mean + DEVIATIONS * Math.sqrt(variance));
	const spread = variance - mean;
	// `size` and `share` are the r and 1 − p of the negative binomial; Poisson's is its limit.
	const size = spread > mean * 1e-6 ? (mean * mean) / spread : Infinity;
	const share = size === Infinity ? 0 : mean / (mean + size);
	let mass = size === Infinity ? Math.exp(-mean) : Math.exp(size * Math.log(size / (size + mean)));
	let rest = 1 - mass;
	let count = 1;
	const most = Math.ceil(mean + 200 * Math.sqrt(Math.max(variance, mean)) + 10);
	while (rest >= chance && count < most) {
		mass *= size === Infinity ? mean / count : ((count - 1 + size) / count) * share;
		rest -= mass;
		count += 1;
	}
	return count;
}
