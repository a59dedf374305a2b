import type { Check } from '../finding';
import { dnssecBroken } from './dnssec-broken';
import { dnssecCds } from './dnssec-cds';
import { dnssecDenial } from './dnssec-denial';
import { dnssecExpired } from './dnssec-expired';
import { dnssecExpiresSoon } from './dnssec-expires-soon';
import { dnssecHalfRolled } from './dnssec-half-rolled';
import { dnssecIsland } from './dnssec-island';
import { dnssecIterations } from './dnssec-iterations';
import { dnssecKeysUnsigned } from './dnssec-keys-unsigned';
import { dnssecNotYetValid } from './dnssec-not-yet-valid';
import { dnssecShortRsa } from './dnssec-short-rsa';
import { dnssecSignatureMissing } from './dnssec-signature-missing';
import { dnssecSignatureWrong } from './dnssec-signature-wrong';
import { dnssecUnsigned } from './dnssec-unsigned';
import { dnssecWeakAlgorithm } from './dnssec-weak-algorithm';
import { dnssecWeakDigest } from './dnssec-weak-digest';
import { dnssecWrongDs } from './dnssec-wrong-ds';
import { resolversDisagree } from './resolvers-disagree';

/** Every check, by the stable id of its finding. */
export const checks = {
	'DNSSEC-01': dnssecUnsigned,
	'DNSSEC-02': dnssecBroken,
	'DNSSEC-03': dnssecExpired,
	'DNSSEC-04': dnssecExpiresSoon,
	'DNSSEC-05': dnssecNotYetValid,
	'DNSSEC-06': dnssecWrongDs,
	'DNSSEC-07': dnssecIsland,
	'DNSSEC-08': dnssecKeysUnsigned,
	'DNSSEC-09': dnssecSignatureMissing,
	'DNSSEC-10': dnssecSignatureWrong,
	'DNSSEC-11': dnssecDenial,
	'DNSSEC-12': dnssecIterations,
	'DNSSEC-13': dnssecWeakAlgorithm,
	'DNSSEC-14': dnssecWeakDigest,
	'DNSSEC-15': dnssecHalfRolled,
	'DNSSEC-16': dnssecShortRsa,
	'DNSSEC-17': dnssecCds,
	'DNSSEC-18': resolversDisagree,
} as const satisfies Readonly<Record<string, Check>>;

export type CheckId = keyof typeof checks;
