/** The node's parameter for one of a provider's settings, e.g. `devAddress`; two providers never share one. */
export const parameterName = (provider: string, field: string): string =>
	groupName(provider) + field.charAt(0).toUpperCase() + field.slice(1);

/** The group of one kind of target in the form, e.g. `n8nCredential` for `n8n-credential`. */
export const groupName = (target: string): string =>
	target.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
