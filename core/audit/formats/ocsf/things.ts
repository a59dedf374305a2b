/** What an entry can be about; OCSF 1.8 has a number for zones alone, for the rest `Other` with a name (`managed_entity`). */
const things = {
	key: { type_id: 99, type: 'API Key' },
	secret: { type_id: 99, type: 'Secret' },
	zone: { type_id: 7, type: 'Network Zone' },
	backup: { type_id: 99, type: 'Zone Backup' },
	certificate: { type_id: 99, type: 'Certificate' },
	log: { type_id: 99, type: 'Audit Log' },
	logKey: { type_id: 99, type: 'Audit Log Signing Key' },
	trail: { type_id: 99, type: 'Audit Configuration' },
} as const;

export type Thing = keyof typeof things;

/** A managed entity of that type with its name, as the log has it. */
export const entityOf = (thing: Thing, name: string) => ({ ...things[thing], name });
