import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type ExercisedServer =
	'openbao' | 'jupyterhub' | 'bind' | 'nsd' | 'unbound' | 'powerdns' | 'seaweedfs' | 'azurite' | 'witness';

const cache = resolve(__dirname, '../../.cache');
const markers = join(cache, 'servers', 'exercised');

/** Called by a test that really talked to the server; what is not marked does not count for the floor. */
export function exercised(server: ExercisedServer): void {
	writeFileSync(join(markers, server), '');
}

export function forgetExercised(): void {
	rmSync(markers, { recursive: true, force: true });
	rmSync(join(cache, 'servers-exercised.json'), { force: true });
	mkdirSync(markers, { recursive: true });
}

export function writeExercised(): string[] {
	const servers = readdirSync(markers).sort();
	writeFileSync(join(cache, 'servers-exercised.json'), `${JSON.stringify({ servers })}\n`);
	return servers;
}
