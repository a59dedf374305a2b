import { type Check, type Judgement, notSeen, seen } from '../../../../../core/dns/finding';
import { type Name, isUnder } from '../../../../../core/dns/wire/name';
import { gatherMail, type MailOptions } from '../../../../../core/dns/mail/gather';
import { type FakeHostOptions, fakeHost } from '../../../../fakes/host';
import { sound } from '../../../../fakes/dns/facts';
import { type Zone, type ZoneFaults, zoneLookups } from '../../../../fakes/dns/zone';

export const DOMAIN = 'example.test.';

export interface Scene extends ZoneFaults {
	readonly zone: Zone;
	readonly services?: FakeHostOptions['services'];
	readonly options?: MailOptions;
	/** Domains that a stranger could register; null when the registry does not answer. */
	readonly free?: readonly Name[] | null;
	readonly now?: number;
}

/** What a check says of a domain whose mail stands in `zone`. */
export async function judgeMail(check: Check, scene: Scene): Promise<Judgement> {
	const { zone, services = {}, options = {}, free = [], now = Date.UTC(2030, 0, 1), ...faults } = scene;
	const tools = {
		host: fakeHost({ services }),
		free: async (missing: Name) =>
			free === null
				? notSeen('the registry is silent')
				: seen(free.find((domain) => isUnder(missing, domain)) ?? null),
	};
	const mail = await gatherMail(DOMAIN, zoneLookups(zone, faults), tools, options);
	return check.judge({ ...sound, domain: DOMAIN, zone: DOMAIN, now, mail });
}

/** The evidence of every case; fails for a check that could not look. */
export async function evidenceOf(check: Check, scene: Scene): Promise<string[]> {
	const judgement = await judgeMail(check, scene);
	if (!('cases' in judgement)) throw new Error(`not checked: ${Object.values(judgement).join()}`);
	return judgement.cases.map(({ evidence }) => evidence);
}
