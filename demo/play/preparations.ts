import type { Registration } from '../../core/operations/register';
import { Person, appPolicy, audiencePolicy, keyturnPolicy, type AppRole } from './person';
import type { Stage } from './stage';
import * as terms from './terms';

export interface Prepared {
	readonly logins: Readonly<Record<'keyturn' | 'app' | 'audience', AppRole>>;
	readonly old: { readonly id: string; readonly value: string };
}

/** What a person does once: logins, the provider's admin key, and a key that was in use before Keyturn came. */
export async function prepare(stage: Stage, say: (who: string, what: string) => void): Promise<Prepared> {
	const { providerUrl } = stage.owner;
	const person = new Person(stage.owner);
	await person.enableLogins();
	const logins = {
		keyturn: await person.makeLogin('keyturn', keyturnPolicy()),
		app: await person.makeLogin('marketing-summariser', appPolicy()),
		audience: await person.makeLogin('audience', audiencePolicy()),
	};
	say('person', 'gives Keyturn a vault login with the rights that it needs and no more');
	await person.keepAdminKey();
	say('person', `puts the provider's admin key into the vault, to be sent to ${providerUrl} only`);
	const old = await person.makeKey('made-by-hand');
	await person.keep(terms.VALUE_PATH, old.value, providerUrl);
	say('person', `makes ${old.id} by hand and puts its value into the vault, under the same limit`);
	return { logins, old };
}

/** The settings of a vault credential for one login. */
export const credential = ({ vaultUrl }: { readonly vaultUrl: string }, login: AppRole) => ({
	address: vaultUrl,
	login: 'approle',
	...login,
	mount: terms.MOUNT,
	prefix: terms.PREFIX,
});

/** What a person fills in once to have the key looked after. */
export const registration = (providerUrl: string): Registration => ({
	name: terms.KEY,
	app: 'marketing-summariser',
	owner: 'Marketing',
	risk: 'normal',
	provider: 'dev',
	providerSettings: { address: providerUrl },
	admin: terms.ADMIN,
	graceHours: terms.GRACE_HOURS,
	cacheSeconds: terms.CACHE_S,
	delaySeconds: terms.DELAY_S,
	observeSeconds: terms.WATCH_S,
});
