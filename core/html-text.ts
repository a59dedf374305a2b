import { visible } from './visible';

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** A text as HTML that shows it and does nothing else, between tags and in quoted attributes (HTML, section 13.1.2). */
export const htmlOf = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** The same of a text from outside, as `visible` shows it. */
export const visibleHtml = (text: string): string => htmlOf(visible(text));
