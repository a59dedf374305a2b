import { targets } from '../../core/targets';
import type { Deployment, Target, TargetDriver } from '../../core/targets/target';
import { Secret } from '../../core/secret';
import { fakeHost, VirtualTime, type FakeHost } from '../fakes/host';
import { fakeTargets } from '../fakes/targets';
import type { FakeTarget } from '../fakes/targets/fake';

export const TARGET = 'https://target.test';
export const ADMIN = 'admin-credential-of-the-target-0123456789';

/** One target before its fake. */
export interface TargetSubject {
	readonly driver: TargetDriver;
	readonly fake: FakeTarget;
	readonly host: FakeHost;
	readonly target: Target;
	/** The same with another admin credential, or one that may not be sent there. */
	open(admin: Secret): Target;
}

const ids = Object.keys(targets) as ReadonlyArray<keyof typeof targets>;

/** Every target that is known, before its fake. */
export const targetSubjects: ReadonlyArray<readonly [string, () => TargetSubject]> = ids.map((id) => [
	id,
	() => begin(id),
]);

function begin(id: keyof typeof targets): TargetSubject {
	const driver: TargetDriver = targets[id];
	const time = new VirtualTime();
	const fake = fakeTargets[id]({ now: () => time.now, origin: TARGET, admin: ADMIN });
	const host = fakeHost({ time, services: { [TARGET]: fake.handle } });
	const open = (admin: Secret) => driver.open(fake.settings, admin, host);
	return { driver, fake, host, open, target: open(new Secret(ADMIN, 'admin/it', [TARGET])) };
}

/** The value number `n`, with a fingerprint of its own. */
export const deployment = (n: number, origins: readonly string[] = [TARGET]): Deployment => ({
	key: 'a.key',
	version: String(n),
	fingerprint: `00000000000000f${String(n)}`,
	value: new Secret(`value-number-${String(n)}-of-the-key`, 'the new value', origins),
});
