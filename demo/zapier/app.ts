import type { createApp } from '../../zapier-app/src/app';
import type { Field } from './show';

type App = ReturnType<typeof createApp>;

/** One thing that the app offers. */
export interface Offered {
	/** What it is in Zapier's editor. */
	readonly kind: 'connection' | 'trigger' | 'search' | 'action' | 'list';
	readonly label: string;
	/** Where Zapier's runtime finds it. */
	readonly method: string;
	readonly fields: readonly Field[];
	readonly inputs: readonly Field[];
}

interface Step {
	readonly display: { readonly label: string; readonly hidden?: boolean };
	readonly operation: { readonly outputFields?: readonly Field[]; readonly inputFields?: readonly Field[] };
}

const kinds = { triggers: 'trigger', searches: 'search', creates: 'action' } as const;

/** Everything that the app offers, by its name. */
export function offered(app: App): Readonly<Record<string, Offered>> {
	const steps = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((group) =>
		Object.entries(app[group] as unknown as Record<string, Step>).map(([name, { display, operation }]) => [
			name,
			{
				kind: display.hidden === true ? 'list' : kinds[group],
				label: display.label,
				method: `${group}.${name}.operation.perform`,
				fields: operation.outputFields ?? [],
				inputs: operation.inputFields ?? [],
			},
		]),
	);
	return {
		connection: {
			kind: 'connection',
			label: 'Connect',
			method: 'authentication.test',
			inputs: [],
			fields: [
				{ key: 'vault', label: 'Vault' },
				{ key: 'account', label: 'Account' },
			],
		},
		...(Object.fromEntries(steps) as Record<string, Offered>),
	};
}
