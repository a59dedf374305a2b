/** The node's parameter for one of a provider's settings, e.g. `devAddress`; two providers never share one. */
export const parameterName = (provider: string, field: string): string =>
	provider + field.charAt(0).toUpperCase() + field.slice(1);
