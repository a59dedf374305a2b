import type { Trigger } from 'zapier-platform-core';
import type { Performing } from '../perform';

const PAGE = 100;

/** The registered keys, a page at a time, for the lists that the other steps show. */
export const listKeys = (perform: Performing) =>
	({
		key: 'list_keys',
		noun: 'Key',
		display: {
			label: 'List Keys',
			description: 'Triggers when a key is registered.',
			hidden: true,
		},
		operation: {
			type: 'polling',
			canPaginate: true,
			perform: perform(async ({ keyturn }, { meta }) => {
				const start = (meta.page || 0) * PAGE;
				return (await keyturn.names()).slice(start, start + PAGE).map((name) => ({ id: name, name }));
			}),
			sample: { id: 'marketing-summariser.openai', name: 'marketing-summariser.openai' },
			outputFields: [
				{ key: 'id', label: 'Key', type: 'string' },
				{ key: 'name', label: 'Name', type: 'string' },
			],
		},
	}) satisfies Trigger;
