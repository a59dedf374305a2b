import type { Name } from '../wire/name';

/** A key that is trusted to begin with, in the form of a DS record (RFC 4034, section 5.1). */
export interface Anchor {
	readonly zone: Name;
	readonly keyTag: number;
	readonly algorithm: number;
	readonly digestType: number;
	/** In hexadecimal. */
	readonly digest: string;
}

/**
 * The keys of the root zone: that of 2017, and that of 2024, which takes over from it.
 * Source: https://data.iana.org/root-anchors/root-anchors.xml
 */
export const ROOT_ANCHORS: readonly Anchor[] = [
	{
		zone: '.',
		keyTag: 20_326,
		algorithm: 8,
		digestType: 2,
		digest: 'e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d',
	},
	{
		zone: '.',
		keyTag: 38_696,
		algorithm: 8,
		digestType: 2,
		digest: '683d2d0acb8c9b712a1948b27f741219298d0a450d612c483af444a4c0fb2b16',
	},
];
