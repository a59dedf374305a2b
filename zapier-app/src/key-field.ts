/** The one question of every step. A hidden trigger fills its list. */
export const keyField = {
	key: 'key',
	label: 'Key',
	type: 'string',
	required: true,
	dynamic: 'list_keys.id.name',
	helpText: 'The managed key, by the name it was registered under.',
} as const;
