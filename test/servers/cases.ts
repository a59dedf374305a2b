import type { Call } from './vault-caller';

/** One case: its requests, in their order, below a folder of its own. */
export type Case = readonly [name: string, run: (call: Call, folder: string) => Promise<unknown>];

export const data = (path: string): string => `/v1/secret/data/${path}`;
export const meta = (path: string): string => `/v1/secret/metadata/${path}`;
export const MERGE = { 'Content-Type': 'application/merge-patch+json' };

/** Writes versions `v1` to `v<count>`. */
export async function versions(call: Call, path: string, count: number): Promise<void> {
	for (let next = 1; next <= count; next += 1)
		await call('POST', data(path), { body: { options: { cas: next - 1 }, data: { v: `v${next}` } } });
}

export async function each(
	call: Call,
	method: string,
	path: string,
	bodies: readonly unknown[],
): Promise<void> {
	for (const body of bodies) await call(method, path, { body });
}
