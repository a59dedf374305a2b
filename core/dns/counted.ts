/** A number with the word for what is counted: `1 day`, `12 days`. */
export const counted = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;
