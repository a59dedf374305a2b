import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { Name } from '../../../core/dns/wire/name';
import { type Ds, dsOf, dsText } from './ds';
import { type Key, makeKey, revokeKey } from './keys';
import { runs } from './packages';
import type { Line, Zone } from './zones';

export interface Signed {
	/** The zone file that a server loads. */
	readonly file: string;
	/** Lines for the zone above. */
	readonly ds: readonly string[];
	readonly keySigning: readonly Key[];
}

const DAY_MS = 86_400_000;
/** BIND's tool refuses more. */
const MOST_ITERATIONS_OF_BIND = 150;

/** Makes the keys, signs the zone, and spoils what the table wants spoilt. Everything lands in the folder. */
export async function signZone(folder: string, zone: Name, text: string, plan: Zone): Promise<Signed> {
	await mkdir(folder, { recursive: true });
	const plain = join(folder, 'plain.zone');
	await writeFile(plain, text);
	const made = (plan.algorithms ?? []).map((algorithm) => makeKey(folder, zone, algorithm, 'key-signing'));
	const others = plan.combined === true ? [] : (plan.algorithms ?? []);
	const [keySigning, zoneSigning, standby] = await Promise.all([
		Promise.all(made).then((keys) =>
			plan.revoked === true ? Promise.all(keys.map((key) => revokeKey(folder, key))) : keys,
		),
		Promise.all(others.map((algorithm) => makeKey(folder, zone, algorithm, 'zone-signing'))),
		// Beside the others the signer would find them.
		Promise.all(
			(plan.standby ?? []).map((algorithm) =>
				makeKey(join(folder, 'standby'), zone, algorithm, 'key-signing'),
			),
		),
	]);
	const ds = dsLines(zone, [...keySigning, ...standby], plan);
	if (keySigning.length === 0) return { file: plain, ds, keySigning };
	const keys = [...keySigning, ...zoneSigning];
	const many = (plan.nsec3?.iterations ?? 0) > MOST_ITERATIONS_OF_BIND;
	const signed = await (many ? signWithLdns : signWithBind)(folder, zone, plan, keys);
	return { file: plan.spoil === undefined ? signed : await spoil(signed, zone, plan.spoil), ds, keySigning };
}

function dsLines(zone: Name, keys: readonly Key[], { digest = 2, spoilDs }: Zone): string[] {
	if (digest === null) return [];
	const right = keys.map(({ data }) => dsOf(zone, data, digest));
	const said: readonly Ds[] = spoilDs === undefined ? right : right.map(spoilDs);
	return said.map((ds) => `${zone} DS ${dsText(ds)}`);
}

const signedFile = (folder: string): string => join(folder, 'signed.zone');

async function signWithBind(folder: string, zone: Name, plan: Zone): Promise<string> {
	const denial =
		plan.nsec3 === undefined
			? []
			: ['-3', plan.nsec3.salt, '-H', String(plan.nsec3.iterations), ...(plan.nsec3.optOut ? ['-A'] : [])];
	const times = plan.days === undefined ? [] : ['-s', day(plan.days[0]), '-e', day(plan.days[1])];
	const combined = plan.combined === true ? ['-z'] : [];
	// -P: what is wrong on purpose would be refused.
	const options = ['-q', '-S', '-P', '-K', folder, '-d', folder, '-o', zone, '-f', signedFile(folder)];
	const argv = [...options, ...denial, ...times, ...combined, join(folder, 'plain.zone')];
	await runs('dnssec-signzone', argv, folder);
	return signedFile(folder);
}

async function signWithLdns(
	folder: string,
	zone: Name,
	{ nsec3 }: Zone,
	keys: readonly Key[],
): Promise<string> {
	const denial = ['-n', '-t', String(nsec3?.iterations), '-s', nsec3?.salt ?? ''];
	const files = keys.map(({ file }) => join(folder, basename(file)));
	const argv = [...denial, '-o', zone, '-f', signedFile(folder), join(folder, 'plain.zone'), ...files];
	await runs('ldns-signzone', argv, folder);
	return signedFile(folder);
}

/** As the signing tools write times: YYYYMMDDHHMMSS. */
const day = (fromNow: number): string =>
	new Date(Date.now() + fromNow * DAY_MS).toISOString().replace(/\D/g, '').slice(0, 14);

async function spoil(file: string, zone: Name, how: NonNullable<Zone['spoil']>): Promise<string> {
	const lines = (await oneRecordALine(file, zone)).map((line) => line.split(/\s+/));
	const changed = how(lines, zone);
	const text = (all: readonly Line[]) => `${all.map((line) => line.join(' ')).join('\n')}\n`;
	if (text(changed) === text(lines)) throw new Error(`nothing in ${zone} was spoilt`);
	await writeFile(file, text(changed));
	return file;
}

async function oneRecordALine(file: string, zone: Name): Promise<string[]> {
	const flat = `${file}.flat`;
	const noChecks = ['-i', 'none', '-k', 'ignore', '-n', 'ignore', '-m', 'ignore', '-r', 'ignore'];
	await runs('named-compilezone', ['-q', ...noChecks, '-s', 'full', '-o', flat, zone, file], '/');
	return (await readFile(flat, 'utf8')).trim().split('\n');
}
