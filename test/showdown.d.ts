/** As much of showdown as the tests use: it comes without types. */
declare module 'showdown' {
	export class Converter {
		constructor(options?: Readonly<Record<string, boolean>>);
		makeHtml(markdown: string): string;
	}
}
