import type { HttpRequest } from '../../core/ports';
import { PROVIDER, STORE, TARGET } from './world';

/** What a request is for; faults are counted per purpose, and a pair that was never tried fails the run. */
export const purposes = [
	'login',
	'rights',
	'installation',
	'document read',
	'document write',
	'value read',
	'value write',
	'staged read',
	'staged write',
	'admin read',
	'due list',
	'due mark',
	'audit append',
	'audit read',
	'audit list',
	'audit mark',
	'log read',
	'log write',
	'segment write',
	'checkpoint write',
	'log state read',
	'log state write',
	'log key',
	'store read',
	'store write',
	'sweep told',
	'create',
	'list',
	'revoke',
	'disable',
	'probe',
	'target read',
	'target write',
	'smoke test',
] as const;
export type Purpose = (typeof purposes)[number];

type Row = readonly [RegExp, Purpose];

const vaultRows: readonly Row[] = [
	[/^POST .*\/login$/, 'login'],
	[/^POST .*capabilities-self$|^GET .*\/(?:internal\/ui\/mounts\/|config$)/, 'rights'],
	[/\/system\/installation$/, 'installation'],
	[/^GET .*\/documents\//, 'document read'],
	[/^POST .*\/documents\//, 'document write'],
	[/^POST .*\/data\/.*\/values\//, 'value write'],
	[/\/values\//, 'value read'],
	[/^GET .*\/pending\//, 'staged read'],
	[/^POST .*\/pending\//, 'staged write'],
	[/\/admin\//, 'admin read'],
	[/^GET .*\/due/, 'due list'],
	[/\/due\//, 'due mark'],
	[/^GET .*\/metadata\/.*\/audit/, 'audit list'],
	[/^GET .*\/audit\/log\//, 'log read'],
	[/^POST .*\/audit\/log\/seg\//, 'segment write'],
	[/^POST .*\/audit\/log\/(?:checkpoint|handover)\//, 'checkpoint write'],
	[/^POST .*\/audit\/log\//, 'log write'],
	[/^POST .*\.taken$/, 'audit mark'],
	[/^GET .*\/audit\//, 'audit read'],
	[/^POST .*\/audit\//, 'audit append'],
	[/^GET .*\/system\/log$/, 'log state read'],
	[/^POST .*\/system\/log$/, 'log state write'],
	[/\/system\/log-key-/, 'log key'],
	[/\/system\/sweep$/, 'sweep told'],
];
const providerRows: readonly Row[] = [
	[/^POST \/v1\/keys$/, 'create'],
	[/^GET \/v1\/keys/, 'list'],
	[/^DELETE /, 'revoke'],
	[/able$/, 'disable'],
	[/whoami$/, 'probe'],
];
const targetRows: readonly Row[] = [
	[/^GET \/smoke$/, 'smoke test'],
	[/^PUT /, 'target write'],
	[/^GET /, 'target read'],
];
/** A store of the log's own. */
const storeRows: readonly Row[] = [
	[/^GET /, 'store read'],
	[/^PUT /, 'store write'],
];
const rowsOf: Readonly<Record<string, readonly Row[]>> = {
	[PROVIDER]: providerRows,
	[TARGET]: targetRows,
	[STORE]: storeRows,
};

/** Most lines come again and again. */
const known = new Map<string, Purpose>();

export function purposeOf(
	{ method, url }: Pick<HttpRequest, 'method' | 'url'>,
	{ origin, pathname } = new URL(url),
): Purpose {
	const line = `${method} ${pathname}`;
	const told = known.get(origin + line);
	if (told !== undefined) return told;
	const row = (rowsOf[origin] ?? vaultRows).find(([pattern]) => pattern.test(line));
	if (row === undefined) throw new Error(`no purpose for ${line}`);
	if (known.size >= 2_048) known.clear();
	known.set(origin + line, row[1]);
	return row[1];
}

/** Effects outside the document: nobody may start one without the lease. */
export const isEffect: ReadonlySet<Purpose> = new Set<Purpose>([
	'create',
	'revoke',
	'disable',
	'staged write',
	'value write',
	'target write',
]);
