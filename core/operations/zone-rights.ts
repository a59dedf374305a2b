import { KeyturnError, hasCode } from '../errors';
import type { Context } from './context';

/**
 * Does what works on zones. When the vault refuses a part of it, everything that the login lacks for DNS Baseline is
 * named at once: RIGHT_MISSING in place of LOGIN_REFUSED. A test of the credential cannot do that, for a login that only
 * rotates keys passes it as it should.
 */
export async function namingZoneRights<Result>(
	{ vault }: Context,
	run: () => Promise<Result>,
): Promise<Result> {
	try {
		return await run();
	} catch (error) {
		if (!hasCode(error, 'LOGIN_REFUSED')) throw error;
		const missing = await vault.missingForZones().catch((other: unknown) => {
			if (other instanceof KeyturnError) return [];
			throw other;
		});
		// Without a right missing it is the login itself that is refused.
		if (missing.length === 0) throw error;
		throw new KeyturnError(
			'RIGHT_MISSING',
			'Vault login',
			`for DNS Baseline it lacks ${missing.join('; ')}`,
			{
				next: 'Add this to the policy of the vault login (docs/policies/keyturn.hcl has all of it), then run again. Rotating keys does not need it.',
			},
		);
	}
}
