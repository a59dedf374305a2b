import type { auditSources } from '../../../../core/audit/sources';
import { fakeCloudTrail } from './cloudtrail';
import type { FakeReadSource, FakeSourceOptions } from './fake';
import { fakeN8nAudit } from './n8n';
import { fakeOpenaiLog } from './openai';
import { vaultLines } from './vault-audit-device';

type Sources = typeof auditSources;
type IdsOf<Way> = { [Id in keyof Sources]: Sources[Id]['way'] extends Way ? Id : never }[keyof Sources];

/** A fake of every source that is asked. */
export const fakeReadSources: Readonly<
	Record<IdsOf<'read'>, (options: FakeSourceOptions) => FakeReadSource>
> = {
	cloudtrail: fakeCloudTrail,
	n8n: fakeN8nAudit,
	openai: fakeOpenaiLog,
};

/** The lines for one event of every source whose lines are sent, with the mark wherever a value could stand. */
export const sentLines: Readonly<Record<IdsOf<'sent'>, (id: string, at: number, mark: string) => string[]>> =
	{
		keyturn: (id, at) => [
			JSON.stringify({
				id,
				at,
				kind: 'value published',
				key: 'app.openai',
				actor: 'n8n workflow 12',
				facts: { version: '3' },
			}),
		],
		'vault-audit-device': vaultLines,
	};
