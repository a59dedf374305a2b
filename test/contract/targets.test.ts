import { targets } from '../../core/targets';
import type { TargetDriver } from '../../core/targets/target';

interface TargetSubject {
	readonly driver: TargetDriver;
	readonly settings: Readonly<Record<string, string>>;
}

/** Every target with its fake. A target without one does not compile, or fails below. */
const subjects: { readonly [Id in keyof typeof targets]: () => TargetSubject } = {};

it('each target that is known has a fake here, and nothing else has', () => {
	expect(Object.keys(subjects).sort()).toEqual(Object.keys(targets).sort());
});
