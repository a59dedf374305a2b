/** n8n's linter wants a capital letter in front, in the name of n8n as well. */
export const titleCase = (title: string): string => title.charAt(0).toUpperCase() + title.slice(1);
