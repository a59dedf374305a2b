import { type Check, judgedEach } from '../finding';
import { shown } from '../wire/name';
import { TYPE, typeName } from '../wire/types';

/** Sites behind a content network have other addresses for each who asks. */
const VARIES: readonly number[] = [TYPE.A, TYPE.AAAA];

export const dnssecResolversDisagree: Check = {
	severity: 'medium',
	title: 'Two public resolvers see different data',
	basis: 'RFC 1034, section 4.3.5',
	remedy:
		'A change may be spreading: run again in an hour. If it stays, somebody between you and one of them changes answers, or your name servers differ.',
	judge: ({ agreement }) =>
		judgedEach(
			agreement.map(({ name, type, outcome }) =>
				'notSeen' in outcome ? outcome : { seen: { name, type, ...outcome.seen } },
			),
			({ name, type, records, bothHave }) =>
				records
					? []
					: [
							{
								evidence: `${shown(name)} ${typeName(type)}`,
								...(VARIES.includes(type) && bothHave ? { severity: 'info' as const } : {}),
							},
						],
		),
};
