import { type Case, type Check, type Judgement, notChecked } from '../finding';
import type { Digest, SecureDns } from '../registrar/registration';
import { hex } from '../../hex';
import { readDs } from '../wire/records';
import { ofRecords } from './of-records';
import { ofRegistration } from './of-registration';
import { onlyIn } from './only-in';

export const registrarDsDiffers: Check = {
	severity: 'medium',
	title: 'The registry and the DNS disagree about the key that signs the domain',
	basis: 'RFC 9083, section 5.3; RFC 4034, section 5',
	remedy:
		'Look at the DS lines at your registrar: either a change is still on its way (look again tomorrow), or an old line must be replaced.',
	judge: (facts) =>
		ofRegistration(facts, ({ secureDns }): Judgement => {
			if (secureDns === null) return notChecked('the registry does not say whether the domain is signed');
			return ofRecords(facts.dnssec.ds, readDs, (records) => ({ cases: differences(secureDns, records) }));
		}),
};

function differences({ signed, ds }: SecureDns, records: readonly ReturnType<typeof readDs>[]): Case[] {
	if (ds.length === 0 && signed !== records.length > 0) {
		const [registry, dns] = [signed, !signed].map((is) => (is ? 'signed' : 'not signed'));
		return [{ evidence: `registry: ${registry ?? ''}; DNS: ${dns ?? ''}` }];
	}
	if (ds.length === 0) return [];
	const inDns = records.map(({ digest, ...rest }) => ({ ...rest, digest: hex(digest) }));
	const evidence = onlyIn({ 'at the registry: DS': without(ds, inDns), 'in DNS: DS': without(inDns, ds) });
	return evidence === '' ? [] : [{ evidence }];
}

const without = (some: readonly Digest[], others: readonly Digest[]): string[] =>
	some
		.filter((one) => !others.some((other) => spelt(other) === spelt(one)))
		.map(({ keyTag, algorithm, digestType }) => `${keyTag} ${algorithm} ${digestType}`);

const spelt = ({ keyTag, algorithm, digestType, digest }: Digest) =>
	`${keyTag} ${algorithm} ${digestType} ${digest}`;
