import { type Check, notChecked } from '../finding';
import { typeName } from '../wire/types';
import { shown } from '../wire/name';
import { unvalidated } from './unvalidated';
import { elsewhere } from './whose-fault';

export const dnssecBroken: Check = {
	severity: 'critical',
	title: 'Signatures are broken: resolvers that check them refuse the domain',
	basis: 'RFC 4035, section 5',
	remedy:
		'Ask your DNS host to sign the domain anew. If that takes long, have the registrar remove the DS record: the domain then works unsigned. Until then many visitors cannot reach you and no certificate can be renewed.',
	readsClock: true,
	judge({ zone, dnssec: { own } }) {
		const blind = unvalidated({ own });
		if (blind !== null) return notChecked(blind);
		const broken = own.filter(({ verdict }) => verdict.security === 'bogus');
		const links = new Map(broken.map((lookup) => [lookup.verdict.link?.what ?? 'unknown', lookup]));
		return {
			cases: [...links].map(([what, { name, type, verdict }]) => ({
				evidence: `${shown(name)} ${typeName(type)}: ${what} (${verdict.link?.reason ?? 'broken'}, at ${shown(verdict.link?.zone ?? '.')})`,
				...(verdict.link === null ? {} : elsewhere(zone, verdict.link)),
			})),
		};
	},
};
